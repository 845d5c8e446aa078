package io.kubeipvs.netlink.nftables.expr;

/** What packets do to a set. Source: {@code nf_tables.h, enum nft_dynset_ops}. */
public final class DynsetOp {

    /** {@code NFT_DYNSET_OP_ADD}. */
    public static final int ADD = 0;
    /** {@code NFT_DYNSET_OP_UPDATE}: adds, or starts the timeout anew. */
    public static final int UPDATE = 1;
    /** {@code NFT_DYNSET_OP_DELETE}: since Linux 5.4. */
    public static final int DELETE = 2;

    private DynsetOp() {}
}
