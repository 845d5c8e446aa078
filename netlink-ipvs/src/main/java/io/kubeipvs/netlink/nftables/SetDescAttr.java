package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes inside {@code NFTA_SET_DESC}. Source: {@code nf_tables.h, enum nft_set_desc_attributes}. */
final class SetDescAttr {
    /** be32, elements. */
    static final int SIZE = 1;
    /** Nested list of {@link SetFieldAttr}, one for each field of a concatenation. */
    static final int CONCAT = 2;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_SET_DESC_", "UNSPEC", "SIZE", "CONCAT").nested(CONCAT, SetFieldAttr.LIST);

    private SetDescAttr() {}
}
