package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * The transport protocol's part of a tuple, on the wire. Source: {@code
 * net/netfilter/nf_conntrack_proto_icmp.c, icmp_tuple_to_nlattr}; {@code nf_conntrack_core.c,
 * nf_ct_port_tuple_to_nlattr}.
 */
final class ProtocolCodec {
    private static final int ABSENT = -1;

    /**
     * Attributes of what a tuple holds of the transport protocol. Source: {@code
     * include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum ctattr_l4proto}.
     */
    static final class Attr {
        /** u8, the protocol number. */
        static final int NUM = 1;
        /** be16. */
        static final int SRC_PORT = 2;
        /** be16. */
        static final int DST_PORT = 3;
        /** be16. */
        static final int ICMP_ID = 4;
        /** u8. */
        static final int ICMP_TYPE = 5;
        /** u8. */
        static final int ICMP_CODE = 6;
        /** be16. */
        static final int ICMPV6_ID = 7;
        /** u8. */
        static final int ICMPV6_TYPE = 8;
        /** u8. */
        static final int ICMPV6_CODE = 9;

        static final AttributeNames NAMES = AttributeNames.of(
                "CTA_PROTO_",
                "UNSPEC",
                "NUM",
                "SRC_PORT",
                "DST_PORT",
                "ICMP_ID",
                "ICMP_TYPE",
                "ICMP_CODE",
                "ICMPV6_ID",
                "ICMPV6_TYPE",
                "ICMPV6_CODE");

        private Attr() {}
    }

    private ProtocolCodec() {}

    static void write(FlowProtocol protocol, AttributeWriter out) {
        out.u8(Attr.NUM, protocol.number());
        protocol.on(new Writer(out));
    }

    static FlowProtocol read(AttributeReader in) throws MalformedMessageException {
        int number = ABSENT;
        int source = ABSENT;
        int destination = ABSENT;
        int type = ABSENT;
        int code = ABSENT;
        int id = ABSENT;
        while (in.next()) {
            switch (in.type()) {
                case Attr.NUM -> number = in.u8();
                case Attr.SRC_PORT -> source = in.be16();
                case Attr.DST_PORT -> destination = in.be16();
                case Attr.ICMP_TYPE, Attr.ICMPV6_TYPE -> type = in.u8();
                case Attr.ICMP_CODE, Attr.ICMPV6_CODE -> code = in.u8();
                case Attr.ICMP_ID, Attr.ICMPV6_ID -> id = in.be16();
                default -> {
                    // nothing else is known
                }
            }
        }
        if (FlowProtocol.Icmp.isIcmp(number)) {
            return new FlowProtocol.Icmp(
                    number,
                    present(type, Attr.ICMP_TYPE, in),
                    present(code, Attr.ICMP_CODE, in),
                    present(id, Attr.ICMP_ID, in));
        }
        present(number, Attr.NUM, in);
        if (source == ABSENT && destination == ABSENT) {
            return new FlowProtocol.Other(number);
        }
        return new FlowProtocol.Ports(
                number, present(source, Attr.SRC_PORT, in), present(destination, Attr.DST_PORT, in));
    }

    private static int present(int value, int type, AttributeReader in) throws MalformedMessageException {
        if (value == ABSENT) {
            throw in.missing(type);
        }
        return value;
    }

    private record Writer(AttributeWriter out) implements FlowProtocol.Cases<Void> {
        @Override
        public Void ports(FlowProtocol.Ports protocol) {
            out.be16(Attr.SRC_PORT, protocol.source());
            out.be16(Attr.DST_PORT, protocol.destination());
            return null;
        }

        @Override
        public Void icmp(FlowProtocol.Icmp protocol) {
            boolean v4 = protocol.number() == FlowProtocol.Icmp.V4;
            out.be16(v4 ? Attr.ICMP_ID : Attr.ICMPV6_ID, protocol.id());
            out.u8(v4 ? Attr.ICMP_TYPE : Attr.ICMPV6_TYPE, protocol.type());
            out.u8(v4 ? Attr.ICMP_CODE : Attr.ICMPV6_CODE, protocol.code());
            return null;
        }

        @Override
        public Void other(FlowProtocol.Other protocol) {
            return null;
        }
    }
}
