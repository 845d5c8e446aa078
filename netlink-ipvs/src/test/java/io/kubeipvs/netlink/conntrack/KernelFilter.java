package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;

/**
 * The answer of a kernel to a request to list flows, its faults included. Source: {@code
 * net/netfilter/nf_conntrack_netlink.c, ctnetlink_filter_match} of 6.12.
 */
final class KernelFilter {
    private static final int TCP = 6;
    private static final int UDP = 17;

    private int family;
    private int mark;
    private int markMask;
    private int status;
    private int statusMask;
    private int zone = -1;
    private int flags;
    private Address source;
    private Address destination;
    private int protocol = -1;
    private int sourcePort = -1;
    private int destinationPort = -1;

    /** True when the flow would be in the answer. */
    static boolean matches(Message request, Flow flow) throws MalformedMessageException {
        KernelFilter filter = new KernelFilter();
        filter.family = request.header8(NetfilterHeader.FAMILY);
        AttributeReader in = request.attributes(FlowCodec.LAYOUT);
        while (in.next()) {
            filter.take(in);
        }
        return filter.matches(flow);
    }

    private void take(AttributeReader in) throws MalformedMessageException {
        switch (in.type()) {
            case CtAttr.MARK -> mark = in.be32();
            case CtAttr.MARK_MASK -> markMask = in.be32();
            case CtAttr.STATUS -> status = in.be32();
            case CtAttr.STATUS_MASK -> statusMask = in.be32();
            case CtAttr.ZONE -> zone = in.be16();
            case CtAttr.TUPLE_ORIG -> takeTuple(in.nest());
            case CtAttr.FILTER -> takeFlags(in.nest());
            default -> throw in.malformed("must not be requested");
        }
    }

    private void takeFlags(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            if (in.type() != FilterCodec.Attr.ORIG_FLAGS) {
                throw in.malformed("must not be requested");
            }
            flags = in.u32();
        }
    }

    private void takeTuple(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            if (in.type() == TupleCodec.Attr.IP) {
                takeAddresses(in.nest());
            } else if (in.type() == TupleCodec.Attr.PROTO) {
                takeProtocol(in.nest());
            } else {
                throw in.malformed("must not be requested");
            }
        }
    }

    private void takeAddresses(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            switch (in.type()) {
                case TupleCodec.IpAttr.V4_SRC -> source = in.address(Family.V4);
                case TupleCodec.IpAttr.V4_DST -> destination = in.address(Family.V4);
                default -> throw in.malformed("must not be requested");
            }
        }
    }

    private void takeProtocol(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            switch (in.type()) {
                case ProtocolCodec.Attr.NUM -> protocol = in.u8();
                case ProtocolCodec.Attr.SRC_PORT -> sourcePort = in.be16();
                case ProtocolCodec.Attr.DST_PORT -> destinationPort = in.be16();
                default -> throw in.malformed("must not be requested");
            }
        }
    }

    private boolean matches(Flow flow) {
        return (family == 0 || family == flow.original().family().number())
                && (flow.mark() & markMask) == mark
                && (flow.status() & statusMask) == status
                && (zone == -1 || zone == flow.zone().id())
                && matches(flow.original());
    }

    private boolean matches(FlowTuple tuple) {
        return matchesAddress(CtFilterFlag.IP_SRC, source, tuple.source())
                && matchesAddress(CtFilterFlag.IP_DST, destination, tuple.destination())
                && matches(CtFilterFlag.PROTO_NUM, protocol, tuple.protocol().number())
                && matchesPorts(tuple.protocol());
    }

    /** IPv6 addresses are compared the wrong way round. */
    private boolean matchesAddress(int flag, Address wanted, Address actual) {
        return (flags & flag) == 0 || (actual.family() == Family.V4) == actual.equals(wanted);
    }

    private boolean matchesPorts(FlowProtocol actual) {
        if (actual instanceof FlowProtocol.Ports ports && (ports.number() == TCP || ports.number() == UDP)) {
            return matches(CtFilterFlag.PROTO_SRC_PORT, sourcePort, ports.source())
                    && matches(CtFilterFlag.PROTO_DST_PORT, destinationPort, ports.destination());
        }
        return true;
    }

    private boolean matches(int flag, int wanted, int actual) {
        return (flags & flag) == 0 || wanted == actual;
    }
}
