package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** Attributes of a table. Source: {@code nf_tables.h, enum nft_table_attributes}. */
final class TableAttr {
    /** String. */
    static final int NAME = 1;
    /** be32, of {@link TableFlag}. */
    static final int FLAGS = 2;

    static final AttributeNames NAMES =
            AttributeNames.of("NFTA_TABLE_", "UNSPEC", "NAME", "FLAGS", "USE", "HANDLE", "PAD", "USERDATA", "OWNER");

    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private TableAttr() {}
}
