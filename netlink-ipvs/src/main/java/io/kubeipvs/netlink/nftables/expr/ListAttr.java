package io.kubeipvs.netlink.nftables.expr;

import io.kubeipvs.netlink.AttributeNames;

/** The attributes of lists. Source: {@code nf_tables.h, enum nft_list_attributes}. */
public final class ListAttr {
    public static final int ELEM = 1;

    private ListAttr() {}

    /** The names in a list whose members hold attributes. */
    public static AttributeNames of(AttributeNames member) {
        return AttributeNames.of("NFTA_LIST_", "UNSPEC", "ELEM").nested(ELEM, member);
    }
}
