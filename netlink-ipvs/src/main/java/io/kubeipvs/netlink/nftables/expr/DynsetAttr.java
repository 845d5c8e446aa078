package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a dynset expression. Source: {@code nf_tables.h, enum nft_dynset_attributes}. */
final class DynsetAttr {

    /** String. */
    static final int SET_NAME = 1;
    /** be32, a {@link DynsetOp}. */
    static final int OP = 3;
    /** be32, a {@link Register}. */
    static final int SREG_KEY = 4;
    /** be32, a {@link Register}. Of maps. */
    static final int SREG_DATA = 5;
    /** be64, milliseconds. */
    static final int TIMEOUT = 6;
    /** Nested, {@link ExpressionAttr}: the only expression. */
    static final int EXPR = 7;
    /** be32: {@code NFT_DYNSET_F_INV}, {@code NFT_DYNSET_F_EXPR}. */
    static final int FLAGS = 9;
    /** Nested list of more than one expression. */
    static final int EXPRESSIONS = 10;

    static final AttributeNames NAMES = AttributeNames.of(
                    "NFTA_DYNSET_",
                    "UNSPEC",
                    "SET_NAME",
                    "SET_ID",
                    "OP",
                    "SREG_KEY",
                    "SREG_DATA",
                    "TIMEOUT",
                    "EXPR",
                    "PAD",
                    "FLAGS",
                    "EXPRESSIONS")
            .nested(EXPR, ExpressionAttr.NAMES)
            .nested(EXPRESSIONS, ExpressionAttr.LIST);

    private DynsetAttr() {}
}
