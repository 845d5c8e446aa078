package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.netfilter.NftFamily;
import java.util.Optional;

/**
 * Tables on the wire. Source: {@code net/netfilter/nf_tables_api.c, nf_tables_newtable, nf_tables_fill_table_info}.
 */
final class TableCodec {
    /** Attributes of a table. Source: {@code nf_tables.h, enum nft_table_attributes}. */
    static final class Attr {
        /** String. */
        static final int NAME = 1;
        /** be32, of {@link TableFlag}. */
        static final int FLAGS = 2;

        static final AttributeNames NAMES = AttributeNames.of(
                "NFTA_TABLE_", "UNSPEC", "NAME", "FLAGS", "USE", "HANDLE", "PAD", "USERDATA", "OWNER");

        static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

        private Attr() {}
    }

    private TableCodec() {}

    static void write(AttributeWriter out, NftTable table) {
        writeKey(out, table.key());
        out.be32(Attr.FLAGS, table.flags());
    }

    static void writeKey(AttributeWriter out, NftTable.Key key) {
        out.cstring(Attr.NAME, key.name());
    }

    /** Empty for a table of a family that this library does not know. */
    static Optional<NftTable> decode(Message message) throws MalformedMessageException {
        Optional<NftFamily> family = NftHeader.family(message);
        if (family.isEmpty()) {
            return Optional.empty();
        }
        String name = null;
        int flags = 0;
        AttributeReader in = message.attributes(Attr.LAYOUT);
        while (in.next()) {
            switch (in.type()) {
                case Attr.NAME -> name = in.cstring();
                case Attr.FLAGS -> flags = in.be32();
                default -> {
                    // counts and handles
                }
            }
        }
        if (name == null) {
            throw in.missing(Attr.NAME);
        }
        try {
            return Optional.of(new NftTable(new NftTable.Key(family.get(), name), flags));
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }
}
