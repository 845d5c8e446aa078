package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.Optional;
import java.util.OptionalInt;

/** Steps of traced packets on the wire. Source: {@code net/netfilter/nf_tables_trace.c, nft_trace_notify}. */
final class TraceCodec {
    /** Attributes of a step. Source: {@code nf_tables.h, enum nft_trace_attributes}. */
    static final class Attr {
        /** String. */
        static final int TABLE = 1;
        /** String. */
        static final int CHAIN = 2;
        /** be64; absent for a policy. */
        static final int RULE_HANDLE = 3;
        /** be32, an {@link NftTrace.Kind}. */
        static final int TYPE = 4;
        /** Nested, {@link Verdict}. */
        static final int VERDICT = 5;
        /** be32. */
        static final int ID = 6;
        /** Bytes. */
        static final int NETWORK_HEADER = 8;
        /** Bytes. */
        static final int TRANSPORT_HEADER = 9;
        /** be32. */
        static final int IIF = 10;
        /** be32. */
        static final int OIF = 12;
        /** be32. */
        static final int MARK = 14;
        /** be32, of a step of kind policy: the verdict's code. */
        static final int POLICY = 16;

        static final AttributeNames NAMES = AttributeNames.of(
                        "NFTA_TRACE_",
                        "UNSPEC",
                        "TABLE",
                        "CHAIN",
                        "RULE_HANDLE",
                        "TYPE",
                        "VERDICT",
                        "ID",
                        "LL_HEADER",
                        "NETWORK_HEADER",
                        "TRANSPORT_HEADER",
                        "IIF",
                        "IIFTYPE",
                        "OIF",
                        "OIFTYPE",
                        "MARK",
                        "NFPROTO",
                        "POLICY",
                        "PAD")
                .nested(VERDICT, Verdict.NAMES);

        static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, NAMES);

        private Attr() {}
    }

    private TraceCodec() {}

    /** A step; empty for one in a table of a family that is not known here. */
    static Optional<NftTrace> decode(Message message) throws MalformedMessageException {
        Optional<NftFamily> family = NftHeader.family(message);
        return family.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fields(family.get()).read(message.attributes(Attr.LAYOUT)));
    }

    /** The fields of one step that are decoded so far. */
    private static final class Fields {
        private final NftFamily family;
        private String table;
        private String chain;
        private long ruleHandle;
        private int kind;
        private Optional<Verdict> verdict = Optional.empty();
        private OptionalInt policy = OptionalInt.empty();
        private OptionalInt id = OptionalInt.empty();
        private byte[] network = {};
        private byte[] transport = {};
        private OptionalInt in = OptionalInt.empty();
        private OptionalInt out = OptionalInt.empty();
        private int mark;

        Fields(NftFamily family) {
            this.family = family;
        }

        NftTrace read(AttributeReader reader) throws MalformedMessageException {
            while (reader.next()) {
                take(reader);
            }
            require(reader, table != null, Attr.TABLE);
            require(reader, chain != null, Attr.CHAIN);
            require(reader, id.isPresent(), Attr.ID);
            try {
                NftTrace.Place place =
                        new NftTrace.Place(new NftChain.Key(new NftTable.Key(family, table), chain), ruleHandle);
                NftTrace.Packet packet = new NftTrace.Packet(network, transport, in, out, mark);
                return new NftTrace(id.getAsInt(), place, kind(), fate(), packet);
            } catch (IllegalArgumentException impossible) {
                throw reader.malformed(impossible);
            }
        }

        private static void require(AttributeReader reader, boolean isThere, int attribute)
                throws MalformedMessageException {
            if (!isThere) {
                throw reader.missing(attribute);
            }
        }

        private void take(AttributeReader reader) throws MalformedMessageException {
            switch (reader.type()) {
                case Attr.TABLE -> table = reader.cstring();
                case Attr.CHAIN -> chain = reader.cstring();
                case Attr.RULE_HANDLE -> ruleHandle = reader.be64();
                case Attr.TYPE -> kind = reader.be32();
                case Attr.VERDICT -> verdict = Optional.of(Verdict.read(reader.nest()));
                case Attr.ID -> id = OptionalInt.of(reader.be32());
                case Attr.POLICY -> policy = OptionalInt.of(reader.be32());
                default -> takeOfPacket(reader);
            }
        }

        private void takeOfPacket(AttributeReader reader) throws MalformedMessageException {
            switch (reader.type()) {
                case Attr.NETWORK_HEADER -> network = reader.bytes();
                case Attr.TRANSPORT_HEADER -> transport = reader.bytes();
                case Attr.IIF -> in = OptionalInt.of(reader.be32());
                case Attr.OIF -> out = OptionalInt.of(reader.be32());
                case Attr.MARK -> mark = reader.be32();
                default -> {
                    // the link layer, and types of links
                }
            }
        }

        private NftTrace.Kind kind() {
            NftTrace.Kind[] kinds = NftTrace.Kind.values();
            return kind > 0 && kind < kinds.length ? kinds[kind] : NftTrace.Kind.UNSPECIFIED;
        }

        private Verdict fate() {
            return verdict.orElseGet(() -> policy.isPresent() ? new Verdict(policy.getAsInt(), "") : Verdict.CONTINUE);
        }
    }
}
