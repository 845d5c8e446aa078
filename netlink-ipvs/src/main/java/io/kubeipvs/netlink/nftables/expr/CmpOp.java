package io.kubeipvs.netlink.nftables.expr;

/** How a register is compared; ordered comparisons take the bytes for a big-endian number. Source: {@code nf_tables.h, enum nft_cmp_ops}. */
public final class CmpOp {

    /** {@code NFT_CMP_EQ}. */
    public static final int EQ = 0;
    /** {@code NFT_CMP_NEQ}. */
    public static final int NEQ = 1;
    /** {@code NFT_CMP_LT}. */
    public static final int LT = 2;
    /** {@code NFT_CMP_LTE}. */
    public static final int LTE = 3;
    /** {@code NFT_CMP_GT}. */
    public static final int GT = 4;
    /** {@code NFT_CMP_GTE}. */
    public static final int GTE = 5;

    private CmpOp() {}
}
