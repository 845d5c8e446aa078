package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes inside whatever holds data. Source: {@code nf_tables.h, enum nft_data_attributes}. */
final class DataAttr {

    /** Raw bytes. */
    static final int VALUE = 1;
    /** Nested, {@link VerdictAttr}. */
    static final int VERDICT = 2;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_DATA_", "UNSPEC", "VALUE", "VERDICT").nested(VERDICT, VerdictAttr.NAMES);

    private DataAttr() {}
}
