package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.nftables.expr.ListAttr;
import java.time.Duration;
import java.util.List;

/** Sets on the wire. Source: {@code net/netfilter/nf_tables_api.c, nf_tables_newset, nf_tables_fill_set}. */
final class SetCodec {
    /** The kernel wants a number to refer to a set within a transaction; we refer by name. */
    private static final int ANY_ID = 1;

    /** {@code enum byteorder} of nftables' {@code include/datatype.h}. */
    private static final int NO_BYTE_ORDER = 0;

    private static final int HOST_BYTE_ORDER = 1;
    private static final int NETWORK_BYTE_ORDER = 2;

    /** Attributes of a set. Source: {@code nf_tables.h, enum nft_set_attributes}. */
    static final class Attr {
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
        /** Nested, {@link DescAttr}. */
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
                .nested(DESC, DescAttr.NAMES);

        static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

        private Attr() {}
    }

    /** Attributes inside {@code NFTA_SET_DESC}. Source: {@code nf_tables.h, enum nft_set_desc_attributes}. */
    static final class DescAttr {
        /** be32, elements. */
        static final int SIZE = 1;
        /** Nested list of {@link FieldAttr}, one for each field of a concatenation. */
        static final int CONCAT = 2;

        static final AttributeNames NAMES =
                AttributeNames.of("NFTA_SET_DESC_", "UNSPEC", "SIZE", "CONCAT").nested(CONCAT, FieldAttr.LIST);

        private DescAttr() {}
    }

    /** Attributes of a concatenation's field. Source: {@code nf_tables.h, enum nft_set_field_attributes}. */
    static final class FieldAttr {
        /** be32, bytes, without the padding. */
        static final int LEN = 1;

        static final AttributeNames NAMES = AttributeNames.of("NFTA_SET_FIELD_", "UNSPEC", "LEN");

        /** Around a list of them. */
        static final AttributeNames LIST = AttributeNames.listOf("NFTA_LIST_ELEM", NAMES);

        private FieldAttr() {}
    }

    private SetCodec() {}

    static void writeKey(AttributeWriter out, NftSet.Key key) {
        out.cstring(Attr.TABLE, key.table().name());
        out.cstring(Attr.NAME, key.name());
    }

    static void write(AttributeWriter out, NftSet set) {
        writeKey(out, set.key());
        out.be32(Attr.FLAGS, wireFlags(set));
        out.be32(Attr.KEY_TYPE, DataType.numberOf(set.keyTypes()));
        out.be32(Attr.KEY_LEN, set.keyWidth());
        if (set.isMap()) {
            out.be32(Attr.DATA_TYPE, DataType.numberOf(set.dataTypes()));
            out.be32(Attr.DATA_LEN, DataType.widthOf(set.dataTypes()));
        }
        out.be32(Attr.ID, ANY_ID);
        if (set.size() > 0 || describesFields(set)) {
            out.nest(Attr.DESC, set, SetCodec::writeDescription);
        }
        if (!set.timeout().isZero()) {
            out.be64(Attr.TIMEOUT, set.timeout().toMillis());
        }
        if (!set.gcInterval().isZero()) {
            out.be32(Attr.GC_INTERVAL, (int) set.gcInterval().toMillis());
        }
        out.bytes(Attr.USERDATA, userData(set));
    }

    /** A set of the requested table. */
    static NftSet decode(Message message, NftTable.Key table) throws MalformedMessageException {
        return new Fields(table).read(message.attributes(Attr.LAYOUT));
    }

    private static int wireFlags(NftSet set) {
        int map = set.isMap() ? SetFlag.MAP : 0;
        int concatenation = describesFields(set) ? SetFlag.CONCAT : 0;
        return set.flags() | map | concatenation;
    }

    /** The kernel compares a concatenation's intervals field by field, and so has to know the fields. */
    private static boolean describesFields(NftSet set) {
        return set.hasWholeIntervals();
    }

    private static void writeDescription(NftSet set, AttributeWriter out) {
        if (set.size() > 0) {
            out.be32(DescAttr.SIZE, set.size());
        }
        if (describesFields(set)) {
            out.nest(DescAttr.CONCAT, set.keyTypes(), SetCodec::writeFields);
        }
    }

    private static void writeFields(List<DataType> types, AttributeWriter out) {
        for (DataType type : types) {
            out.nest(ListAttr.ELEM, type, (field, in) -> in.be32(FieldAttr.LEN, field.width()));
        }
    }

    /** Without this {@code nft} prints host order values, such as marks, the wrong way round. */
    private static byte[] userData(NftSet set) {
        UserData data = new UserData().number(UserData.SET_KEY_BYTE_ORDER, byteOrder(set.keyTypes()));
        if (set.isMap()) {
            data.number(UserData.SET_DATA_BYTE_ORDER, byteOrder(set.dataTypes()));
            data.number(UserData.SET_DATA_INTERVAL, 0);
        }
        if (!set.comment().isEmpty()) {
            data.string(UserData.SET_COMMENT, set.comment());
        }
        return data.bytes();
    }

    private static int byteOrder(List<DataType> types) {
        if (types.size() > 1 || types.contains(DataType.VERDICT)) {
            return NO_BYTE_ORDER;
        }
        return types.get(0).isNetworkOrder() ? NETWORK_BYTE_ORDER : HOST_BYTE_ORDER;
    }

    /** The fields of one set that are decoded so far. */
    private static final class Fields {
        private final NftTable.Key table;
        private String name;
        private int keyType;
        private int keyLength = -1;
        private int dataType;
        private int dataLength;
        private int flags;
        private Duration timeout = Duration.ZERO;
        private Duration gcInterval = Duration.ZERO;
        private int size;
        private byte[] userData = {};

        Fields(NftTable.Key table) {
            this.table = table;
        }

        NftSet read(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                take(in);
            }
            if (name == null) {
                throw in.missing(Attr.NAME);
            }
            if (keyLength < 0) {
                throw in.missing(Attr.KEY_LEN);
            }
            try {
                return build();
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible);
            }
        }

        private void take(AttributeReader in) throws MalformedMessageException {
            switch (in.type()) {
                case Attr.NAME -> name = in.cstring();
                case Attr.FLAGS -> flags = in.be32();
                case Attr.KEY_TYPE -> keyType = in.be32();
                case Attr.KEY_LEN -> keyLength = in.be32();
                case Attr.DATA_TYPE -> dataType = in.be32();
                case Attr.DATA_LEN -> dataLength = in.be32();
                case Attr.TIMEOUT -> timeout = Duration.ofMillis(in.be64());
                case Attr.GC_INTERVAL -> gcInterval = Duration.ofMillis(Integer.toUnsignedLong(in.be32()));
                case Attr.DESC -> readDescription(in.nest());
                case Attr.USERDATA -> userData = in.bytes();
                default -> {
                    // counts, handles, policies
                }
            }
        }

        private void readDescription(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                if (in.type() == DescAttr.SIZE) {
                    size = in.be32();
                }
            }
        }

        private NftSet build() {
            return new NftSet(
                    new NftSet.Key(table, name),
                    DataType.split(keyType, keyLength),
                    (flags & SetFlag.MAP) == 0 ? List.of() : DataType.split(dataType, dataLength),
                    flags & ~(SetFlag.MAP | SetFlag.CONCAT),
                    timeout,
                    gcInterval,
                    size,
                    UserData.string(userData, UserData.SET_COMMENT));
        }
    }
}
