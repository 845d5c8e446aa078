package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.nftables.expr.DataCodec;
import io.kubeipvs.netlink.nftables.expr.ListAttr;
import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Elements on the wire. Source: {@code net/netfilter/nf_tables_api.c, nft_add_set_elem, nft_del_setelem,
 * nf_tables_fill_setelem}.
 */
final class ElementCodec {
    /** Attributes of a set's element. Source: {@code nf_tables.h, enum nft_set_elem_attributes}. */
    static final class Attr {
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

        private Attr() {}
    }

    /** Attributes of a message about elements. Source: {@code nf_tables.h, enum nft_set_elem_list_attributes}. */
    static final class MessageAttr {
        /** String. */
        static final int TABLE = 1;
        /** String. */
        static final int SET = 2;
        /** Nested list of {@link Attr}; an absent one, when deleting, means all. */
        static final int ELEMENTS = 3;

        static final AttributeNames NAMES = AttributeNames.of(
                        "NFTA_SET_ELEM_LIST_", "UNSPEC", "TABLE", "SET", "ELEMENTS", "SET_ID")
                .nested(ELEMENTS, Attr.LIST);

        static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

        private MessageAttr() {}
    }

    private ElementCodec() {}

    /** Which set a message is about. */
    static void writeSet(AttributeWriter out, NftSet.Key set) {
        out.cstring(MessageAttr.TABLE, set.table().name());
        out.cstring(MessageAttr.SET, set.name());
    }

    /** Elements of a set, to add them. Makes garbage of intervals' ends and of comments only. */
    static void write(AttributeWriter out, NftSet set, List<NftElement> elements) {
        if (set.hasSplitIntervals()) {
            out.nest(MessageAttr.ELEMENTS, elements, ElementCodec::writeHalves);
        } else if (set.hasWholeIntervals()) {
            out.nest(MessageAttr.ELEMENTS, elements, ElementCodec::writeRanges);
        } else {
            out.nest(MessageAttr.ELEMENTS, elements, ElementCodec::writeSingle);
        }
    }

    /** Elements of a set, to remove them: nothing but their keys. */
    static void writeKeys(AttributeWriter out, NftSet set, List<NftElement> elements) {
        if (set.hasSplitIntervals()) {
            out.nest(MessageAttr.ELEMENTS, elements, ElementCodec::writeHalfKeys);
        } else if (set.hasWholeIntervals()) {
            out.nest(MessageAttr.ELEMENTS, elements, ElementCodec::writeRangeKeys);
        } else {
            out.nest(MessageAttr.ELEMENTS, elements, ElementCodec::writeSingleKeys);
        }
    }

    /** A set and one key, to find the element that contains it. */
    static void writeKey(AttributeWriter out, NftSet.Key set, NftValue key) {
        writeSet(out, set);
        out.nest(MessageAttr.ELEMENTS, List.of(NftElement.of(key)), ElementCodec::writeSingleKeys);
    }

    /** How many members of the list an element is. */
    static int membersOf(NftSet set, NftElement element) {
        return set.hasSplitIntervals() && !KeyOrder.isLast(element.to()) ? 2 : 1;
    }

    private static void writeSingle(List<NftElement> elements, AttributeWriter out) {
        for (NftElement element : elements) {
            out.nest(ListAttr.ELEM, element, ElementCodec::writeStart);
        }
    }

    private static void writeSingleKeys(List<NftElement> elements, AttributeWriter out) {
        for (NftElement element : elements) {
            out.nest(ListAttr.ELEM, element, ElementCodec::writeKey);
        }
    }

    private static void writeRanges(List<NftElement> elements, AttributeWriter out) {
        for (NftElement element : elements) {
            out.nest(ListAttr.ELEM, element, ElementCodec::writeRange);
        }
    }

    private static void writeRangeKeys(List<NftElement> elements, AttributeWriter out) {
        for (NftElement element : elements) {
            out.nest(ListAttr.ELEM, element, ElementCodec::writeRangeKey);
        }
    }

    private static void writeHalves(List<NftElement> elements, AttributeWriter out) {
        for (NftElement element : elements) {
            out.nest(ListAttr.ELEM, element, ElementCodec::writeStart);
            writeEnd(element, out);
        }
    }

    private static void writeHalfKeys(List<NftElement> elements, AttributeWriter out) {
        for (NftElement element : elements) {
            out.nest(ListAttr.ELEM, element, ElementCodec::writeKey);
            writeEnd(element, out);
        }
    }

    private static void writeEnd(NftElement element, AttributeWriter out) {
        if (!KeyOrder.isLast(element.to())) {
            out.nest(ListAttr.ELEM, KeyOrder.next(element.to()), ElementCodec::writeEndAttributes);
        }
    }

    private static void writeRange(NftElement element, AttributeWriter out) {
        writeTimes(element, out);
        writeRangeKey(element, out);
        writeRest(element, out);
    }

    private static void writeStart(NftElement element, AttributeWriter out) {
        writeTimes(element, out);
        writeKey(element, out);
        writeRest(element, out);
    }

    private static void writeRangeKey(NftElement element, AttributeWriter out) {
        writeKey(element, out);
        out.nest(Attr.KEY_END, element.to(), DataCodec::write);
    }

    private static void writeKey(NftElement element, AttributeWriter out) {
        out.nest(Attr.KEY, element.from(), DataCodec::write);
    }

    private static void writeEndAttributes(NftValue behind, AttributeWriter out) {
        out.be32(Attr.FLAGS, Attr.INTERVAL_END);
        out.nest(Attr.KEY, behind, DataCodec::write);
    }

    private static void writeTimes(NftElement element, AttributeWriter out) {
        if (!element.timeout().isZero()) {
            out.be64(Attr.TIMEOUT, element.timeout().toMillis());
        }
        if (!element.expiration().isZero()) {
            out.be64(Attr.EXPIRATION, element.expiration().toMillis());
        }
    }

    private static void writeRest(NftElement element, AttributeWriter out) {
        if (element.data().isPresent()) {
            out.nest(Attr.DATA, element.data().get(), DataCodec::write);
        }
        if (!element.comment().isEmpty()) {
            out.bytes(
                    Attr.USERDATA,
                    new UserData()
                            .string(UserData.ELEMENT_COMMENT, element.comment())
                            .bytes());
        }
    }

    /** The elements in one part of a listing; a set's intervals must be joined after all parts have arrived. */
    static List<SplitIntervals.Half> decode(Message message) throws MalformedMessageException {
        List<SplitIntervals.Half> elements = new ArrayList<>();
        AttributeReader in = message.attributes(MessageAttr.LAYOUT);
        while (in.next()) {
            if (in.type() == MessageAttr.ELEMENTS) {
                AttributeReader list = in.nest();
                while (list.next()) {
                    new Fields().read(list.nest(Attr.NAMES)).ifPresent(elements::add);
                }
            }
        }
        return elements;
    }

    /** The fields of one element that are decoded so far. */
    private static final class Fields {
        private NftValue from;
        private NftValue to;
        private Optional<NftData> data = Optional.empty();
        private int flags;
        private Duration timeout = Duration.ZERO;
        private Duration expiration = Duration.ZERO;
        private String comment = "";

        /** Empty for a catch-all element, which has no key. */
        Optional<SplitIntervals.Half> read(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                take(in);
            }
            if ((flags & Attr.CATCHALL) != 0) {
                return Optional.empty();
            }
            if (from == null) {
                throw in.missing(Attr.KEY);
            }
            try {
                NftElement element = new NftElement(from, to == null ? from : to, data, timeout, expiration, comment);
                return Optional.of(new SplitIntervals.Half(element, (flags & Attr.INTERVAL_END) != 0));
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible);
            }
        }

        private void take(AttributeReader in) throws MalformedMessageException {
            switch (in.type()) {
                case Attr.KEY -> from = DataCodec.readValue(in.nest());
                case Attr.KEY_END -> to = DataCodec.readValue(in.nest());
                case Attr.DATA -> data = Optional.of(DataCodec.read(in.nest()));
                case Attr.FLAGS -> flags = in.be32();
                case Attr.TIMEOUT -> timeout = Duration.ofMillis(in.be64());
                case Attr.EXPIRATION -> expiration = Duration.ofMillis(in.be64());
                case Attr.USERDATA -> comment = UserData.string(in.bytes(), UserData.ELEMENT_COMMENT);
                default -> {
                    // expressions and objects, which this library does not give to elements
                }
            }
        }
    }
}
