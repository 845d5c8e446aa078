package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a redir expression. Source: {@code nf_tables.h, enum nft_redir_attributes}. */
final class RedirAttr {

    /** be32, a {@link Register}. */
    static final int REG_PROTO_MIN = 1;
    /** be32, a {@link Register}. */
    static final int REG_PROTO_MAX = 2;
    /** be32, {@link NatFlag}s. */
    static final int FLAGS = 3;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_REDIR_", "UNSPEC", "REG_PROTO_MIN", "REG_PROTO_MAX", "FLAGS");

    private RedirAttr() {}
}
