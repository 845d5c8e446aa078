package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a concatenation's field. Source: {@code nf_tables.h, enum nft_set_field_attributes}. */
final class SetFieldAttr {
    /** be32, bytes, without the padding. */
    static final int LEN = 1;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_SET_FIELD_", "UNSPEC", "LEN");

    /** Around a list of them. */
    static final AttributeNames LIST = AttributeNames.listOf("NFTA_LIST_ELEM", NAMES);

    private SetFieldAttr() {}
}
