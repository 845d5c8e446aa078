package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a lookup expression. Source: {@code nf_tables.h, enum nft_lookup_attributes}. */
final class LookupAttr {

    /** String. */
    static final int SET = 1;
    /** be32, a {@link Register}. */
    static final int SREG = 2;
    /** be32, a {@link Register}. Of maps. */
    static final int DREG = 3;
    /** be32; 1, {@code NFT_LOOKUP_F_INV}: what is not in the set. */
    static final int FLAGS = 5;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_LOOKUP_", "UNSPEC", "SET", "SREG", "DREG", "SET_ID", "FLAGS");

    private LookupAttr() {}
}
