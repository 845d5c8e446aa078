package io.kubeipvs.netlink.nftables.expr;

/**
 * A connection's state as {@code ct state} has it, one bit each. Source:
 * {@code nf_conntrack_common.h, NF_CT_STATE_BIT}.
 */
public final class CtState {
    /** {@code NF_CT_STATE_INVALID_BIT}. */
    public static final int INVALID = 1;
    /** {@code IP_CT_ESTABLISHED}. */
    public static final int ESTABLISHED = 1 << 1;
    /** {@code IP_CT_RELATED}. */
    public static final int RELATED = 1 << 2;
    /** {@code IP_CT_NEW}. */
    public static final int NEW = 1 << 3;
    /** {@code NF_CT_STATE_UNTRACKED_BIT}. */
    public static final int UNTRACKED = 1 << 6;

    private CtState() {}
}
