package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.util.Optional;

/**
 * Requests to list flows, with as much of a filter as kernels can be trusted with; the table in the package's page
 * lists it. A part that a kernel does not know is ignored by it, which costs time and nothing else: it returns more.
 * Source: {@code net/netfilter/nf_conntrack_netlink.c, ctnetlink_alloc_filter, ctnetlink_filter_match}.
 */
final class FilterCodec {
    /** {@code IPPROTO_TCP} and {@code IPPROTO_UDP}: kernels compare no others' ports. */
    private static final int TCP = 6;

    private static final int UDP = 17;

    /**
     * Attributes that select the parts of a tuple for a filter. Source: {@code
     * include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum ctattr_filter}.
     */
    static final class Attr {
        /** u32 in the host's order, unlike everything else here: bits of {@link CtFilterFlag}. */
        static final int ORIG_FLAGS = 1;

        static final AttributeNames NAMES = AttributeNames.of("CTA_FILTER_", "UNSPEC", "ORIG_FLAGS", "REPLY_FLAGS");

        private Attr() {}
    }

    private FilterCodec() {}

    static Request list(FlowFilter filter) {
        return new Request(CtMessage.GET, 0, FlowCodec.LAYOUT, out -> write(filter, out));
    }

    /** The least that every kernel understands. */
    static Request list(Optional<Family> family) {
        return new Request(CtMessage.GET, 0, FlowCodec.LAYOUT, out -> writeHeader(family, out));
    }

    private static void write(FlowFilter filter, AttributeWriter out) {
        writeHeader(filter.family(), out);
        if (filter.mark().mask() != 0) {
            out.be32(CtAttr.MARK, filter.mark().value());
            out.be32(CtAttr.MARK_MASK, filter.mark().mask());
        }
        if (filter.status().mask() != 0) {
            out.be32(CtAttr.STATUS, filter.status().value());
            out.be32(CtAttr.STATUS_MASK, filter.status().mask());
        }
        filter.zone().ifPresent(zone -> out.be16(CtAttr.ZONE, zone));
        int flags = flags(filter);
        if (flags != 0) {
            out.nest(CtAttr.TUPLE_ORIG, filter, FilterCodec::writeSkeleton);
            out.nest(CtAttr.FILTER, inside -> inside.u32(Attr.ORIG_FLAGS, flags));
        }
    }

    private static void writeHeader(Optional<Family> family, AttributeWriter out) {
        NetfilterHeader.write(out, family.map(Family::number).orElse(0), 0);
    }

    /** The parts of the original tuple that the kernel must compare. It compares within one family only. */
    private static int flags(FlowFilter filter) {
        if (filter.family().isEmpty()) {
            return 0;
        }
        TupleFilter tuple = filter.original();
        boolean v4 = filter.family().get() == Family.V4;
        boolean ports = hasComparedPorts(filter);
        return (v4 && tuple.source().isPresent() ? CtFilterFlag.IP_SRC : 0)
                | (v4 && tuple.destination().isPresent() ? CtFilterFlag.IP_DST : 0)
                | (filter.protocol().isPresent() ? CtFilterFlag.PROTO_NUM : 0)
                | (ports && tuple.sourcePort().isPresent() ? CtFilterFlag.PROTO_SRC_PORT : 0)
                | (ports && tuple.destinationPort().isPresent() ? CtFilterFlag.PROTO_DST_PORT : 0);
    }

    private static boolean hasComparedPorts(FlowFilter filter) {
        int protocol = filter.protocol().orElse(0);
        return protocol == TCP || protocol == UDP;
    }

    /** A tuple with holes: exactly what the flags mean. */
    private static void writeSkeleton(FlowFilter filter, AttributeWriter out) {
        int flags = flags(filter);
        TupleFilter tuple = filter.original();
        if ((flags & (CtFilterFlag.IP_SRC | CtFilterFlag.IP_DST)) != 0) {
            out.nest(TupleCodec.Attr.IP, inside -> {
                tuple.source().ifPresent(address -> inside.address(TupleCodec.IpAttr.V4_SRC, address));
                tuple.destination().ifPresent(address -> inside.address(TupleCodec.IpAttr.V4_DST, address));
            });
        }
        if ((flags & CtFilterFlag.PROTO_NUM) != 0) {
            out.nest(TupleCodec.Attr.PROTO, inside -> {
                inside.u8(ProtocolCodec.Attr.NUM, filter.protocol().getAsInt());
                if (hasComparedPorts(filter)) {
                    tuple.sourcePort().ifPresent(port -> inside.be16(ProtocolCodec.Attr.SRC_PORT, port));
                    tuple.destinationPort().ifPresent(port -> inside.be16(ProtocolCodec.Attr.DST_PORT, port));
                }
            });
        }
    }
}
