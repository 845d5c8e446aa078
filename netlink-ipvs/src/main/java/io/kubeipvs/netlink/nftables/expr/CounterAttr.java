package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** Attributes of a counter. Source: {@code nf_tables.h, enum nft_counter_attributes}. */
final class CounterAttr {

    /** be64. */
    static final int BYTES = 1;
    /** be64. */
    static final int PACKETS = 2;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_COUNTER_", "UNSPEC", "BYTES", "PACKETS", "PAD");

    private CounterAttr() {}
}
