package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a meta expression. Source: {@code nf_tables.h, enum nft_meta_attributes}. */
final class MetaAttr {

    /** be32, a {@link Register}. Of a load. */
    static final int DREG = 1;
    /** be32, a {@link MetaKey}. */
    static final int KEY = 2;
    /** be32, a {@link Register}. Of a set. */
    static final int SREG = 3;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_META_", "UNSPEC", "DREG", "KEY", "SREG");

    private MetaAttr() {}
}
