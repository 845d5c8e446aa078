package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a cmp expression. Source: {@code nf_tables.h, enum nft_cmp_attributes}. */
final class CmpAttr {

    /** be32, a {@link Register}. */
    static final int SREG = 1;
    /** be32, a {@link CmpOp}. */
    static final int OP = 2;
    /** Nested, {@link DataAttr}. */
    static final int DATA = 3;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_CMP_", "UNSPEC", "SREG", "OP", "DATA").nested(DATA, DataAttr.NAMES);

    private CmpAttr() {}
}
