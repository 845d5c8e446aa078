package io.kubeipvs.netlink.netfilter;

/**
 * Netfilter's subsystems, the upper byte of a message type. Source: {@code include/uapi/linux/netfilter/nfnetlink.h,
 * NFNL_SUBSYS_*}.
 */
public final class Subsystem {
    /** {@code NFNL_SUBSYS_CTNETLINK}: connection tracking. */
    public static final int CTNETLINK = 1;
    /** {@code NFNL_SUBSYS_IPSET}. */
    public static final int IPSET = 6;
    /** {@code NFNL_SUBSYS_NFTABLES}. */
    public static final int NFTABLES = 10;

    private static final int SHIFT = 8;

    private Subsystem() {}

    /** The message type of one of a subsystem's messages. */
    public static int messageType(int subsystem, int message) {
        return subsystem << SHIFT | message;
    }

    /** The subsystem of a message type. */
    public static int of(int messageType) {
        return messageType >>> SHIFT;
    }
}
