package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
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
    private ElementCodec() {}

    /** Which set a message is about. */
    static void writeSet(AttributeWriter out, NftSet.Key set) {
        out.cstring(ElementListAttr.TABLE, set.table().name());
        out.cstring(ElementListAttr.SET, set.name());
    }

    /** Elements of a set, to add them. Makes garbage of intervals' ends and of comments only. */
    static void write(AttributeWriter out, NftSet set, List<NftElement> elements) {
        if (set.hasSplitIntervals()) {
            out.nest(ElementListAttr.ELEMENTS, elements, ElementCodec::writeHalves);
        } else if (set.hasWholeIntervals()) {
            out.nest(ElementListAttr.ELEMENTS, elements, ElementCodec::writeRanges);
        } else {
            out.nest(ElementListAttr.ELEMENTS, elements, ElementCodec::writeSingle);
        }
    }

    /** Elements of a set, to remove them: nothing but their keys. */
    static void writeKeys(AttributeWriter out, NftSet set, List<NftElement> elements) {
        if (set.hasSplitIntervals()) {
            out.nest(ElementListAttr.ELEMENTS, elements, ElementCodec::writeHalfKeys);
        } else if (set.hasWholeIntervals()) {
            out.nest(ElementListAttr.ELEMENTS, elements, ElementCodec::writeRangeKeys);
        } else {
            out.nest(ElementListAttr.ELEMENTS, elements, ElementCodec::writeSingleKeys);
        }
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
        out.nest(ElementAttr.KEY_END, element.to(), DataCodec::write);
    }

    private static void writeKey(NftElement element, AttributeWriter out) {
        out.nest(ElementAttr.KEY, element.from(), DataCodec::write);
    }

    private static void writeEndAttributes(NftValue behind, AttributeWriter out) {
        out.be32(ElementAttr.FLAGS, ElementAttr.INTERVAL_END);
        out.nest(ElementAttr.KEY, behind, DataCodec::write);
    }

    private static void writeTimes(NftElement element, AttributeWriter out) {
        if (!element.timeout().isZero()) {
            out.be64(ElementAttr.TIMEOUT, element.timeout().toMillis());
        }
        if (!element.expiration().isZero()) {
            out.be64(ElementAttr.EXPIRATION, element.expiration().toMillis());
        }
    }

    private static void writeRest(NftElement element, AttributeWriter out) {
        if (element.data().isPresent()) {
            out.nest(ElementAttr.DATA, element.data().get(), DataCodec::write);
        }
        if (!element.comment().isEmpty()) {
            out.bytes(
                    ElementAttr.USERDATA,
                    new UserData()
                            .string(UserData.ELEMENT_COMMENT, element.comment())
                            .bytes());
        }
    }

    /** The elements in one part of a listing; a set's intervals are to be joined when all parts are there. */
    static List<SplitIntervals.Half> decode(Message message) throws MalformedMessageException {
        List<SplitIntervals.Half> elements = new ArrayList<>();
        AttributeReader in = message.attributes(ElementListAttr.LAYOUT);
        while (in.next()) {
            if (in.type() == ElementListAttr.ELEMENTS) {
                AttributeReader list = in.nest();
                while (list.next()) {
                    new Fields().read(list.nest(ElementAttr.NAMES)).ifPresent(elements::add);
                }
            }
        }
        return elements;
    }

    /** What was found of one element so far. */
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
            if ((flags & ElementAttr.CATCHALL) != 0) {
                return Optional.empty();
            }
            if (from == null) {
                throw in.missing(ElementAttr.KEY);
            }
            try {
                NftElement element = new NftElement(from, to == null ? from : to, data, timeout, expiration, comment);
                return Optional.of(new SplitIntervals.Half(element, (flags & ElementAttr.INTERVAL_END) != 0));
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible);
            }
        }

        private void take(AttributeReader in) throws MalformedMessageException {
            switch (in.type()) {
                case ElementAttr.KEY -> from = DataCodec.readValue(in.nest());
                case ElementAttr.KEY_END -> to = DataCodec.readValue(in.nest());
                case ElementAttr.DATA -> data = Optional.of(DataCodec.read(in.nest()));
                case ElementAttr.FLAGS -> flags = in.be32();
                case ElementAttr.TIMEOUT -> timeout = Duration.ofMillis(in.be64());
                case ElementAttr.EXPIRATION -> expiration = Duration.ofMillis(in.be64());
                case ElementAttr.USERDATA -> comment = UserData.string(in.bytes(), UserData.ELEMENT_COMMENT);
                default -> {
                    // expressions and objects, which this library does not give to elements
                }
            }
        }
    }
}
