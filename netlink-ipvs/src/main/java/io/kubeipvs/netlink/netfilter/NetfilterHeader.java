package io.kubeipvs.netlink.netfilter;

import io.kubeipvs.netlink.AttributeWriter;

/**
 * The fixed header of netfilter messages, behind the message header.
 *
 * <pre>
 *  0        1         2             4
 * +--------+---------+-------------+
 * | family | version | resource id |
 * +--------+---------+-------------+
 * </pre>
 *
 * <p>The resource id is in network byte order. Source: {@code include/uapi/linux/netfilter/nfnetlink.h, struct
 * nfgenmsg}.
 */
public final class NetfilterHeader {
    /** Bytes. */
    public static final int SIZE = 4;

    public static final int FAMILY = 0;
    public static final int VERSION = 1;
    public static final int RESOURCE_ID = 2;

    /** {@code NFNETLINK_V0}. */
    private static final int VERSION_0 = 0;

    private NetfilterHeader() {}

    /**
     * Writes the header, version 0.
     *
     * @param family {@code NFPROTO_*}; 0 = unspecified
     */
    public static void write(AttributeWriter out, int family, int resourceId) {
        out.header8(family);
        out.header8(VERSION_0);
        out.headerBe16(resourceId);
    }
}
