package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * What a tuple holds of the transport protocol, on the wire. Source: {@code
 * net/netfilter/nf_conntrack_proto_icmp.c, icmp_tuple_to_nlattr}; {@code nf_conntrack_core.c,
 * nf_ct_port_tuple_to_nlattr}.
 */
final class ProtocolCodec {
    private static final int ABSENT = -1;

    private ProtocolCodec() {}

    static void write(FlowProtocol protocol, AttributeWriter out) {
        out.u8(CtAttrProto.NUM, protocol.number());
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
                case CtAttrProto.NUM -> number = in.u8();
                case CtAttrProto.SRC_PORT -> source = in.be16();
                case CtAttrProto.DST_PORT -> destination = in.be16();
                case CtAttrProto.ICMP_TYPE, CtAttrProto.ICMPV6_TYPE -> type = in.u8();
                case CtAttrProto.ICMP_CODE, CtAttrProto.ICMPV6_CODE -> code = in.u8();
                case CtAttrProto.ICMP_ID, CtAttrProto.ICMPV6_ID -> id = in.be16();
                default -> {
                    // nothing else is known
                }
            }
        }
        if (FlowProtocol.Icmp.isIcmp(number)) {
            return new FlowProtocol.Icmp(
                    number,
                    present(type, CtAttrProto.ICMP_TYPE, in),
                    present(code, CtAttrProto.ICMP_CODE, in),
                    present(id, CtAttrProto.ICMP_ID, in));
        }
        present(number, CtAttrProto.NUM, in);
        if (source == ABSENT && destination == ABSENT) {
            return new FlowProtocol.Other(number);
        }
        return new FlowProtocol.Ports(
                number, present(source, CtAttrProto.SRC_PORT, in), present(destination, CtAttrProto.DST_PORT, in));
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
            out.be16(CtAttrProto.SRC_PORT, protocol.source());
            out.be16(CtAttrProto.DST_PORT, protocol.destination());
            return null;
        }

        @Override
        public Void icmp(FlowProtocol.Icmp protocol) {
            boolean v4 = protocol.number() == FlowProtocol.Icmp.V4;
            out.be16(v4 ? CtAttrProto.ICMP_ID : CtAttrProto.ICMPV6_ID, protocol.id());
            out.u8(v4 ? CtAttrProto.ICMP_TYPE : CtAttrProto.ICMPV6_TYPE, protocol.type());
            out.u8(v4 ? CtAttrProto.ICMP_CODE : CtAttrProto.ICMPV6_CODE, protocol.code());
            return null;
        }

        @Override
        public Void other(FlowProtocol.Other protocol) {
            return null;
        }
    }
}
