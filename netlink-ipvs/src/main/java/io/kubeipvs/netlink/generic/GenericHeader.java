package io.kubeipvs.netlink.generic;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * The fixed header of generic netlink messages, behind the message header.
 *
 * <pre>
 *  0         1         2         4
 * +---------+---------+---------+
 * | command | version | 0       |
 * +---------+---------+---------+
 * </pre>
 *
 * <p>Source: {@code include/uapi/linux/genetlink.h, struct genlmsghdr}.
 */
public final class GenericHeader {
    /** Bytes. */
    public static final int SIZE = 4;

    public static final int COMMAND = 0;
    public static final int VERSION = 1;

    private GenericHeader() {}

    public static void write(AttributeWriter out, int command, int version) {
        out.header8(command);
        out.header8(version);
        out.header16(0);
    }
}
