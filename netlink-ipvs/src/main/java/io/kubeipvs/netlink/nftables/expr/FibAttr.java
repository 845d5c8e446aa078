package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a fib expression. Source: {@code nf_tables.h, enum nft_fib_attributes}. */
final class FibAttr {

    /** be32, a {@link Register}. */
    static final int DREG = 1;
    /** be32, a {@link FibResult}. */
    static final int RESULT = 2;
    /** be32, {@link FibFlag}s. */
    static final int FLAGS = 3;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_FIB_", "UNSPEC", "DREG", "RESULT", "FLAGS");

    private FibAttr() {}
}
