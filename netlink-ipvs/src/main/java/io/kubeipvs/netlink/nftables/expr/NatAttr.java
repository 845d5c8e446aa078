package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a nat expression. Source: {@code nf_tables.h, enum nft_nat_attributes}. */
final class NatAttr {

    /** be32, a {@link NatType}. */
    static final int TYPE = 1;
    /** be32, {@code NFPROTO_IPV4} or {@code NFPROTO_IPV6}. */
    static final int FAMILY = 2;
    /** be32, a {@link Register}. */
    static final int REG_ADDR_MIN = 3;
    /** be32, a {@link Register}. */
    static final int REG_ADDR_MAX = 4;
    /** be32, a {@link Register}. */
    static final int REG_PROTO_MIN = 5;
    /** be32, a {@link Register}. */
    static final int REG_PROTO_MAX = 6;
    /** be32, {@link NatFlag}s. */
    static final int FLAGS = 7;

    static final AttributeNames NAMES = AttributeNames.of(
            "NFTA_NAT_",
            "UNSPEC",
            "TYPE",
            "FAMILY",
            "REG_ADDR_MIN",
            "REG_ADDR_MAX",
            "REG_PROTO_MIN",
            "REG_PROTO_MAX",
            "FLAGS");

    private NatAttr() {}
}
