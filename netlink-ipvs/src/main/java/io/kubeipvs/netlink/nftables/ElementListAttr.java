package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** Attributes of a message about elements. Source: {@code nf_tables.h, enum nft_set_elem_list_attributes}. */
final class ElementListAttr {
    /** String. */
    static final int TABLE = 1;
    /** String. */
    static final int SET = 2;
    /** Nested list of {@link ElementAttr}; an absent one, when deleting, means all. */
    static final int ELEMENTS = 3;

    static final AttributeNames NAMES = AttributeNames.of(
                    "NFTA_SET_ELEM_LIST_", "UNSPEC", "TABLE", "SET", "ELEMENTS", "SET_ID")
            .nested(ELEMENTS, ElementAttr.LIST);

    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private ElementListAttr() {}
}
