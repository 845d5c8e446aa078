package io.kubeipvs.netlink.nftables.expr;

/** The state of a connection, one bit each. Source: {@code nf_conntrack_common.h, enum ip_conntrack_status}. */
public final class CtStatus {
    /** {@code IPS_EXPECTED}. */
    public static final int EXPECTED = 1;
    /** {@code IPS_SEEN_REPLY}. */
    public static final int SEEN_REPLY = 1 << 1;
    /** {@code IPS_ASSURED}. */
    public static final int ASSURED = 1 << 2;
    /** {@code IPS_CONFIRMED}. */
    public static final int CONFIRMED = 1 << 3;
    /** {@code IPS_SRC_NAT}. */
    public static final int SRC_NAT = 1 << 4;
    /** {@code IPS_DST_NAT}. */
    public static final int DST_NAT = 1 << 5;

    private CtStatus() {}
}
