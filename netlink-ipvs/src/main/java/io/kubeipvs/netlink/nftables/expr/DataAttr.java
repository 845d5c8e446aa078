package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes inside whatever holds data. Source: {@code nf_tables.h, enum nft_data_attributes}. */
public final class DataAttr {

    /** Raw bytes. */
    public static final int VALUE = 1;
    /** Nested, {@link VerdictAttr}. */
    public static final int VERDICT = 2;

    public static final AttributeNames NAMES =
            AttributeNames.of("NFTA_DATA_", "UNSPEC", "VALUE", "VERDICT").nested(VERDICT, VerdictAttr.NAMES);

    private DataAttr() {}
}
