package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.nftables.expr.DataCodec;

/** Attributes of a set's element. Source: {@code nf_tables.h, enum nft_set_elem_attributes}. */
final class ElementAttr {
    /** Nested, {@link DataCodec}. */
    static final int KEY = 1;
    /** Nested, {@link DataCodec}; maps only. */
    static final int DATA = 2;
    /** be32, {@link #INTERVAL_END} and {@link #CATCHALL}. */
    static final int FLAGS = 3;
    /** be64, milliseconds. */
    static final int TIMEOUT = 4;
    /** be64, milliseconds left. */
    static final int EXPIRATION = 5;
    /** {@link UserData} with types of {@code libnftnl/udata.h, enum nftnl_udata_set_elem_types}. */
    static final int USERDATA = 6;
    /** Nested, {@link DataCodec}: a range's end, itself in the range; concatenations only. */
    static final int KEY_END = 10;

    /** {@code NFT_SET_ELEM_INTERVAL_END}: the first key behind the interval that starts before. */
    static final int INTERVAL_END = 0x1;
    /** {@code NFT_SET_ELEM_CATCHALL}: stands for every key that has no element; has no key itself. */
    static final int CATCHALL = 0x2;

    static final AttributeNames NAMES = AttributeNames.of(
                    "NFTA_SET_ELEM_",
                    "UNSPEC",
                    "KEY",
                    "DATA",
                    "FLAGS",
                    "TIMEOUT",
                    "EXPIRATION",
                    "USERDATA",
                    "EXPR",
                    "PAD",
                    "OBJREF",
                    "KEY_END",
                    "EXPRESSIONS")
            .nested(KEY, DataCodec.NAMES)
            .nested(DATA, DataCodec.NAMES)
            .nested(KEY_END, DataCodec.NAMES);

    /** Around a list of them. */
    static final AttributeNames LIST = AttributeNames.listOf("NFTA_LIST_ELEM", NAMES);

    private ElementAttr() {}
}
