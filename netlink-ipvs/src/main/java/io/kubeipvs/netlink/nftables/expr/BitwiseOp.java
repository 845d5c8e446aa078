package io.kubeipvs.netlink.nftables.expr;

/** What a bitwise expression does. Source: {@code nf_tables.h, enum nft_bitwise_ops}. */
public final class BitwiseOp {

    /** {@code NFT_BITWISE_MASK_XOR}. */
    public static final int MASK_XOR = 0;
    /** {@code NFT_BITWISE_LSHIFT}. */
    public static final int LSHIFT = 1;
    /** {@code NFT_BITWISE_RSHIFT}. */
    public static final int RSHIFT = 2;

    private BitwiseOp() {}
}
