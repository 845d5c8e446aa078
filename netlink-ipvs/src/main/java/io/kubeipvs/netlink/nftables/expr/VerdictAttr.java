package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes inside {@code NFTA_DATA_VERDICT}. Source: {@code nf_tables.h, enum nft_verdict_attributes}. */
final class VerdictAttr {

    /** be32, a {@link VerdictCode}. */
    static final int CODE = 1;
    /** String; jump and goto only. */
    static final int CHAIN = 2;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_VERDICT_", "UNSPEC", "CODE", "CHAIN", "CHAIN_ID");

    private VerdictAttr() {}
}
