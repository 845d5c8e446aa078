package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of an immediate expression. Source: {@code nf_tables.h, enum nft_immediate_attributes}. */
final class ImmediateAttr {

    /** be32, a {@link Register}. */
    static final int DREG = 1;
    /** Nested, {@link DataAttr}. */
    static final int DATA = 2;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_IMMEDIATE_", "UNSPEC", "DREG", "DATA").nested(DATA, DataAttr.NAMES);

    private ImmediateAttr() {}
}
