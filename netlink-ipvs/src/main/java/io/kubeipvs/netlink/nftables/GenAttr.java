package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** Attributes of a generation. Source: {@code nf_tables.h, enum nft_gen_attributes}. */
final class GenAttr {
    /** be32. */
    static final int ID = 1;
    /** be32; notifications only. */
    static final int PROC_PID = 2;
    /** String; notifications only. */
    static final int PROC_NAME = 3;

    static final AttributeNames NAMES = AttributeNames.of("NFTA_GEN_", "UNSPEC", "ID", "PROC_PID", "PROC_NAME");

    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private GenAttr() {}
}
