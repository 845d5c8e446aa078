package io.kubeipvs.netlink;

/**
 * The fixed header in front of every netlink message, host byte order.
 *
 * <pre>
 *  0               4       6       8              12             16
 * +---------------+-------+-------+--------------+--------------+
 * | length        | type  | flags | sequence     | port id      |
 * +---------------+-------+-------+--------------+--------------+
 * </pre>
 *
 * <p>The length counts the header and the payload, not the padding to 4 bytes in front of the next message. Source:
 * {@code include/uapi/linux/netlink.h, struct nlmsghdr}.
 */
public final class MessageHeader {
    /** Bytes. */
    public static final int SIZE = 16;

    public static final int LENGTH = 0;
    public static final int TYPE = 4;
    public static final int FLAGS = 6;
    public static final int SEQUENCE = 8;
    public static final int PORT = 12;

    /** {@code NLMSG_ERROR}: an acknowledgement, good or bad. */
    public static final int TYPE_ERROR = 2;
    /** {@code NLMSG_DONE}: the end of a dump. */
    public static final int TYPE_DONE = 3;

    /** {@code NLMSG_ALIGNTO}, which {@code NLA_ALIGNTO} equals. */
    private static final int ALIGNMENT = 4;

    private MessageHeader() {}

    /** Rounds up to where the next message or attribute may start. */
    static int align(int length) {
        return (length + ALIGNMENT - 1) & -ALIGNMENT;
    }
}
