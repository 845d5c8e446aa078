package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a limit expression. Source: {@code nf_tables.h, enum nft_limit_attributes}. */
final class LimitAttr {

    /** be64, packets or bytes. */
    static final int RATE = 1;
    /** be64, seconds. */
    static final int UNIT = 2;
    /** be32, packets or bytes. */
    static final int BURST = 3;
    /** be32; 0, {@code NFT_LIMIT_PKTS}; 1, {@code NFT_LIMIT_PKT_BYTES}. */
    static final int TYPE = 4;
    /** be32; 1, {@code NFT_LIMIT_F_INV}: what is over the limit. */
    static final int FLAGS = 5;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_LIMIT_", "UNSPEC", "RATE", "UNIT", "BURST", "TYPE", "FLAGS", "PAD");

    private LimitAttr() {}
}
