package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/** Attributes of a set. Source: {@code nf_tables.h, enum nft_set_attributes}. */
final class SetAttr {
    /** String. */
    static final int TABLE = 1;
    /** String. */
    static final int NAME = 2;
    /** be32, of {@link SetFlag}. */
    static final int FLAGS = 3;
    /** be32, {@link DataType} numbers, 6 bits each; the kernel only keeps it. */
    static final int KEY_TYPE = 4;
    /** be32, bytes. */
    static final int KEY_LEN = 5;
    /** be32, like the key's, or {@code NFT_DATA_VERDICT}; maps only. */
    static final int DATA_TYPE = 6;
    /** be32, bytes; maps only. */
    static final int DATA_LEN = 7;
    /** Nested, {@link SetDescAttr}. */
    static final int DESC = 9;
    /** be32; the kernel insists on one. */
    static final int ID = 10;
    /** be64, milliseconds. */
    static final int TIMEOUT = 11;
    /** be32, milliseconds. */
    static final int GC_INTERVAL = 12;
    /** {@link UserData} with types of {@code libnftnl/udata.h, enum nftnl_udata_set_types}. */
    static final int USERDATA = 13;

    static final AttributeNames NAMES = AttributeNames.of(
                    "NFTA_SET_",
                    "UNSPEC",
                    "TABLE",
                    "NAME",
                    "FLAGS",
                    "KEY_TYPE",
                    "KEY_LEN",
                    "DATA_TYPE",
                    "DATA_LEN",
                    "POLICY",
                    "DESC",
                    "ID",
                    "TIMEOUT",
                    "GC_INTERVAL",
                    "USERDATA",
                    "PAD",
                    "OBJ_TYPE",
                    "HANDLE",
                    "EXPR",
                    "EXPRESSIONS",
                    "TYPE",
                    "COUNT")
            .nested(DESC, SetDescAttr.NAMES);

    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

    private SetAttr() {}
}
