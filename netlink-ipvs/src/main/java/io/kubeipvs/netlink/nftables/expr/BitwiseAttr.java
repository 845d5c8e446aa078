package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a bitwise expression. Source: {@code nf_tables.h, enum nft_bitwise_attributes}. */
final class BitwiseAttr {

    /** be32, a {@link Register}. */
    static final int SREG = 1;
    /** be32, a {@link Register}. */
    static final int DREG = 2;
    /** be32, bytes. */
    static final int LEN = 3;
    /** Nested, {@link DataAttr}. */
    static final int MASK = 4;
    /** Nested, {@link DataAttr}. */
    static final int XOR = 5;
    /** be32, a {@link BitwiseOp}; absent means {@link BitwiseOp#MASK_XOR}. */
    static final int OP = 6;
    /** Nested, {@link DataAttr}: how many bits to shift, host byte order. */
    static final int DATA = 7;

    static final AttributeNames NAMES = AttributeNames.of(
                    "NFTA_BITWISE_", "UNSPEC", "SREG", "DREG", "LEN", "MASK", "XOR", "OP", "DATA", "SREG2")
            .nested(MASK, DataAttr.NAMES)
            .nested(XOR, DataAttr.NAMES)
            .nested(DATA, DataAttr.NAMES);

    private BitwiseAttr() {}
}
