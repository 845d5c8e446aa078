package io.kubeipvs.netlink.netfilter;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;

/** Attributes of a transaction's begin. Source: {@code nfnetlink.h, enum nfnl_batch_attributes}. */
final class BatchAttr {
    /** be32. */
    static final int GENID = 1;

    static final AttributeNames NAMES = AttributeNames.of("NFNL_BATCH_", "UNSPEC", "GENID");
    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private BatchAttr() {}
}
