package io.kubeipvs.netlink.nftables.expr;

/** Which of a connection's two directions. Source: {@code nf_conntrack_tuple_common.h, enum ip_conntrack_dir}. */
public final class CtDirection {
    /** No direction. */
    public static final int NONE = -1;
    /** {@code IP_CT_DIR_ORIGINAL}. */
    public static final int ORIGINAL = 0;
    /** {@code IP_CT_DIR_REPLY}. */
    public static final int REPLY = 1;

    private CtDirection() {}
}
