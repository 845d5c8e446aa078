package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of an expression in a list. Source: {@code nf_tables.h, enum nft_expr_attributes}. */
final class ExpressionAttr {

    /** String. */
    static final int NAME = 1;
    /** Nested; what is inside depends on the name. */
    static final int DATA = 2;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_EXPR_", "UNSPEC", "NAME", "DATA");

    /** Around a list of expressions. */
    static final AttributeNames LIST =
            AttributeNames.of("NFTA_LIST_", "UNSPEC", "ELEM").nested(ListAttr.ELEM, NAMES);

    private ExpressionAttr() {}
}
