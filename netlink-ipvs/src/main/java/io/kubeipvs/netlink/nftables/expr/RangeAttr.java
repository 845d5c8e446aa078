package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a range expression. Source: {@code nf_tables.h, enum nft_range_attributes}. */
final class RangeAttr {

    /** be32, a {@link Register}. */
    static final int SREG = 1;
    /** be32; 0, {@code NFT_RANGE_EQ}: inside; 1, {@code NFT_RANGE_NEQ}: outside. */
    static final int OP = 2;
    /** Nested, {@link DataAttr}. */
    static final int FROM_DATA = 3;
    /** Nested, {@link DataAttr}; included. */
    static final int TO_DATA = 4;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_RANGE_", "UNSPEC", "SREG", "OP", "FROM_DATA", "TO_DATA")
            .nested(FROM_DATA, DataAttr.NAMES)
            .nested(TO_DATA, DataAttr.NAMES);

    private RangeAttr() {}
}
