package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of an expression in a list. Source: {@code nf_tables.h, enum nft_expr_attributes}. */
public final class ExpressionAttr {

    /** String. */
    public static final int NAME = 1;
    /** Nested; what is inside depends on the name. */
    public static final int DATA = 2;

    public static final AttributeNames NAMES = AttributeNames.of("NFTA_EXPR_", "UNSPEC", "NAME", "DATA");

    /** Around a list of expressions. */
    public static final AttributeNames LIST =
            AttributeNames.of("NFTA_LIST_", "UNSPEC", "ELEM").nested(ListAttr.ELEM, NAMES);

    private ExpressionAttr() {}
}
