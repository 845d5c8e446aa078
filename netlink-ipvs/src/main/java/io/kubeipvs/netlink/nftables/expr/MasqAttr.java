package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a masq expression. Source: {@code nf_tables.h, enum nft_masq_attributes}. */
final class MasqAttr {

    /** be32, {@link NatFlag}s. */
    static final int FLAGS = 1;
    /** be32, a {@link Register}. */
    static final int REG_PROTO_MIN = 2;
    /** be32, a {@link Register}. */
    static final int REG_PROTO_MAX = 3;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_MASQ_", "UNSPEC", "FLAGS", "REG_PROTO_MIN", "REG_PROTO_MAX");

    private MasqAttr() {}
}
