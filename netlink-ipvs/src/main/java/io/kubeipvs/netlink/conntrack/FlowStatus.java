package io.kubeipvs.netlink.conntrack;

/**
 * Bits of {@link Flow#status()}. Source: {@code include/uapi/linux/netfilter/nf_conntrack_common.h, enum
 * ip_conntrack_status, IPS_*}.
 */
public final class FlowStatus {
    /** {@code IPS_EXPECTED}: a helper had announced it. */
    public static final int EXPECTED = 1;
    /** {@code IPS_SEEN_REPLY}: packets went both ways. */
    public static final int SEEN_REPLY = 1 << 1;
    /** {@code IPS_ASSURED}: kept when the table is full. */
    public static final int ASSURED = 1 << 2;
    /** {@code IPS_CONFIRMED}: its first packet left the host. */
    public static final int CONFIRMED = 1 << 3;
    /** {@code IPS_SRC_NAT}: its source is translated in the original direction. */
    public static final int SRC_NAT = 1 << 4;
    /** {@code IPS_DST_NAT}: its destination is translated in the original direction. */
    public static final int DST_NAT = 1 << 5;
    /** {@code IPS_SEQ_ADJUST}: TCP sequence numbers are adjusted. */
    public static final int SEQ_ADJUST = 1 << 6;
    /** {@code IPS_SRC_NAT_DONE}: it was decided whether to translate the source. */
    public static final int SRC_NAT_DONE = 1 << 7;
    /** {@code IPS_DST_NAT_DONE}: it was decided whether to translate the destination. */
    public static final int DST_NAT_DONE = 1 << 8;
    /** {@code IPS_DYING}: out of the table already. */
    public static final int DYING = 1 << 9;
    /** {@code IPS_FIXED_TIMEOUT}: packets do not extend its time. */
    public static final int FIXED_TIMEOUT = 1 << 10;
    /** {@code IPS_TEMPLATE}. */
    public static final int TEMPLATE = 1 << 11;
    /** {@code IPS_HELPER}: a helper was attached by a rule or a program. */
    public static final int HELPER = 1 << 13;
    /** {@code IPS_OFFLOAD}: packets go past the rules, by a flow table. */
    public static final int OFFLOAD = 1 << 14;
    /** {@code IPS_HW_OFFLOAD}: packets go past the processor. */
    public static final int HW_OFFLOAD = 1 << 15;

    private FlowStatus() {}
}
