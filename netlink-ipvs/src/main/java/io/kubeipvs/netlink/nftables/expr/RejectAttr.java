package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a reject expression. Source: {@code nf_tables.h, enum nft_reject_attributes}. */
final class RejectAttr {

    /** be32, a {@link RejectType}. */
    static final int TYPE = 1;
    /** u8; its meaning depends on the type. */
    static final int ICMP_CODE = 2;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_REJECT_", "UNSPEC", "TYPE", "ICMP_CODE");

    private RejectAttr() {}
}
