package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a ct expression. Source: {@code nf_tables.h, enum nft_ct_attributes}. */
final class CtAttr {

    /** be32, a {@link Register}. Of a load. */
    static final int DREG = 1;
    /** be32, a {@link CtKey}. */
    static final int KEY = 2;
    /** u8, a {@link CtDirection}. */
    static final int DIRECTION = 3;
    /** be32, a {@link Register}. Of a set. */
    static final int SREG = 4;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_CT_", "UNSPEC", "DREG", "KEY", "DIRECTION", "SREG");

    private CtAttr() {}
}
