package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.RequestWriter;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.netfilter.Subsystem;
import java.util.Optional;
import java.util.function.Consumer;

/** The beginning of every nf_tables message: its type, and the family in its netfilter header. */
final class NftHeader {
    private static final int ALL_FAMILIES = 0;

    private NftHeader() {}

    /** The message header's type of an {@link NftMessage}. */
    static int type(int message) {
        return Subsystem.messageType(Subsystem.NFTABLES, message);
    }

    /** Begins a request of a transaction. */
    static AttributeWriter begin(RequestWriter out, int message, int flags, NftFamily family, Layout layout) {
        AttributeWriter attributes = out.begin(type(message), flags, layout);
        NetfilterHeader.write(attributes, family.number(), 0);
        return attributes;
    }

    /** A question about one family. */
    static Request request(int message, NftFamily family, Layout layout, Consumer<AttributeWriter> attributes) {
        return new Request(type(message), 0, layout, out -> {
            NetfilterHeader.write(out, family.number(), 0);
            attributes.accept(out);
        });
    }

    /** A question about all families. */
    static Request request(int message, Layout layout) {
        return new Request(type(message), 0, layout, out -> NetfilterHeader.write(out, ALL_FAMILIES, 0));
    }

    /** Empty for one that this library does not know. */
    static Optional<NftFamily> family(Message message) throws MalformedMessageException {
        return NftFamily.of(message.header8(NetfilterHeader.FAMILY));
    }

    /** The lower 16 bits of the generation that a listed thing belongs to. */
    static int generation(Message message) throws MalformedMessageException {
        return message.header8(NetfilterHeader.RESOURCE_ID) << 8 | message.header8(NetfilterHeader.RESOURCE_ID + 1);
    }

    /** Whether a message is about a table. Reads nothing else of it. */
    static boolean isAbout(NftTable.Key table, Message message, Layout layout, int tableAttribute)
            throws MalformedMessageException {
        if (message.header8(NetfilterHeader.FAMILY) != table.family().number()) {
            return false;
        }
        AttributeReader in = message.attributes(layout);
        while (in.next()) {
            if (in.type() == tableAttribute) {
                return in.cstring().equals(table.name());
            }
        }
        throw in.missing(tableAttribute);
    }
}
