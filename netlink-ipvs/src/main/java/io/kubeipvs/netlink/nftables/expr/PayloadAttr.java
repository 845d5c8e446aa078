package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a payload expression. Source: {@code nf_tables.h, enum nft_payload_attributes}. */
final class PayloadAttr {

    /** be32, a {@link Register}. Of a load. */
    static final int DREG = 1;
    /** be32, a {@link PayloadBase}. */
    static final int BASE = 2;
    /** be32, bytes. */
    static final int OFFSET = 3;
    /** be32, bytes. */
    static final int LEN = 4;
    /** be32, a {@link Register}. Of a set. */
    static final int SREG = 5;

    static final AttributeNames NAMES = AttributeNames.of(
            "NFTA_PAYLOAD_",
            "UNSPEC",
            "DREG",
            "BASE",
            "OFFSET",
            "LEN",
            "SREG",
            "CSUM_TYPE",
            "CSUM_OFFSET",
            "CSUM_FLAGS");

    private PayloadAttr() {}
}
