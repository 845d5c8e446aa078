package io.kubeipvs.netlink.nftables.expr;

/** How a new address or port is chosen. Whether addresses and ports are given follows from the registers. Source: {@code nf_nat.h, NF_NAT_RANGE_*}. */
public final class NatFlag {

    /** {@code NF_NAT_RANGE_PROTO_RANDOM}. */
    public static final int PROTO_RANDOM = 1 << 2;
    /** {@code NF_NAT_RANGE_PERSISTENT}. */
    public static final int PERSISTENT = 1 << 3;
    /** {@code NF_NAT_RANGE_PROTO_RANDOM_FULLY}. */
    public static final int PROTO_RANDOM_FULLY = 1 << 4;
    /** {@code NF_NAT_RANGE_PROTO_OFFSET}. */
    public static final int PROTO_OFFSET = 1 << 5;
    /** {@code NF_NAT_RANGE_NETMAP}. */
    public static final int NETMAP = 1 << 6;

    private NatFlag() {}
}
