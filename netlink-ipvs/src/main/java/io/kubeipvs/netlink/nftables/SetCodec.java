package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
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

    private SetCodec() {}

    static void writeKey(AttributeWriter out, NftSet.Key key) {
        out.cstring(SetAttr.TABLE, key.table().name());
        out.cstring(SetAttr.NAME, key.name());
    }

    static void write(AttributeWriter out, NftSet set) {
        writeKey(out, set.key());
        out.be32(SetAttr.FLAGS, wireFlags(set));
        out.be32(SetAttr.KEY_TYPE, DataType.numberOf(set.keyTypes()));
        out.be32(SetAttr.KEY_LEN, set.keyWidth());
        if (set.isMap()) {
            out.be32(SetAttr.DATA_TYPE, DataType.numberOf(set.dataTypes()));
            out.be32(SetAttr.DATA_LEN, DataType.widthOf(set.dataTypes()));
        }
        out.be32(SetAttr.ID, ANY_ID);
        if (set.size() > 0 || describesFields(set)) {
            out.nest(SetAttr.DESC, set, SetCodec::writeDescription);
        }
        if (!set.timeout().isZero()) {
            out.be64(SetAttr.TIMEOUT, set.timeout().toMillis());
        }
        if (!set.gcInterval().isZero()) {
            out.be32(SetAttr.GC_INTERVAL, (int) set.gcInterval().toMillis());
        }
        out.bytes(SetAttr.USERDATA, userData(set));
    }

    /** A set of a table that was asked for. */
    static NftSet decode(Message message, NftTable.Key table) throws MalformedMessageException {
        return new Fields(table).read(message.attributes(SetAttr.LAYOUT));
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
            out.be32(SetDescAttr.SIZE, set.size());
        }
        if (describesFields(set)) {
            out.nest(SetDescAttr.CONCAT, set.keyTypes(), SetCodec::writeFields);
        }
    }

    private static void writeFields(List<DataType> types, AttributeWriter out) {
        for (DataType type : types) {
            out.nest(ListAttr.ELEM, type, (field, in) -> in.be32(SetFieldAttr.LEN, field.width()));
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

    /** What was found of one set so far. */
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
                throw in.missing(SetAttr.NAME);
            }
            if (keyLength < 0) {
                throw in.missing(SetAttr.KEY_LEN);
            }
            try {
                return build();
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible);
            }
        }

        private void take(AttributeReader in) throws MalformedMessageException {
            switch (in.type()) {
                case SetAttr.NAME -> name = in.cstring();
                case SetAttr.FLAGS -> flags = in.be32();
                case SetAttr.KEY_TYPE -> keyType = in.be32();
                case SetAttr.KEY_LEN -> keyLength = in.be32();
                case SetAttr.DATA_TYPE -> dataType = in.be32();
                case SetAttr.DATA_LEN -> dataLength = in.be32();
                case SetAttr.TIMEOUT -> timeout = Duration.ofMillis(in.be64());
                case SetAttr.GC_INTERVAL -> gcInterval = Duration.ofMillis(Integer.toUnsignedLong(in.be32()));
                case SetAttr.DESC -> readDescription(in.nest());
                case SetAttr.USERDATA -> userData = in.bytes();
                default -> {
                    // counts, handles, policies
                }
            }
        }

        private void readDescription(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                if (in.type() == SetDescAttr.SIZE) {
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
