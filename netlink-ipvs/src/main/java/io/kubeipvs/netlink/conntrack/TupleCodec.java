package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeNames;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;

/**
 * Tuples on the wire. Source: {@code net/netfilter/nf_conntrack_netlink.c, ctnetlink_dump_tuples,
 * ctnetlink_parse_tuple}.
 *
 * <pre>
 * CTA_TUPLE_ORIG or CTA_TUPLE_REPLY
 *   CTA_TUPLE_IP:    CTA_IP_V4_SRC, CTA_IP_V4_DST or CTA_IP_V6_SRC, CTA_IP_V6_DST
 *   CTA_TUPLE_PROTO: CTA_PROTO_NUM, and ports or what ICMP has
 *   CTA_TUPLE_ZONE:  if the zone is of this direction alone
 * </pre>
 */
final class TupleCodec {
    private static final int DEFAULT_ZONE = 0;

    /**
     * Attributes of a tuple. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum ctattr_tuple}.
     */
    static final class Attr {
        static final int IP = 1;
        static final int PROTO = 2;
        /** be16; only where the zone is of this direction alone. */
        static final int ZONE = 3;

        static final AttributeNames NAMES = AttributeNames.of("CTA_TUPLE_", "UNSPEC", "IP", "PROTO", "ZONE")
                .nested(IP, IpAttr.NAMES)
                .nested(PROTO, ProtocolCodec.Attr.NAMES);

        private Attr() {}
    }

    /**
     * Attributes of a tuple's addresses. Source: {@code include/uapi/linux/netfilter/nfnetlink_conntrack.h, enum
     * ctattr_ip}.
     */
    static final class IpAttr {
        static final int V4_SRC = 1;
        static final int V4_DST = 2;
        static final int V6_SRC = 3;
        static final int V6_DST = 4;

        static final AttributeNames NAMES =
                AttributeNames.of("CTA_IP_", "UNSPEC", "V4_SRC", "V4_DST", "V6_SRC", "V6_DST");

        private IpAttr() {}
    }

    private TupleCodec() {}

    /**
     * A tuple as it was read.
     *
     * @param zone that of this direction alone; 0 = none
     */
    record ZonedTuple(FlowTuple tuple, int zone) {}

    static void write(FlowTuple tuple, AttributeWriter out) {
        out.nest(Attr.IP, tuple, TupleCodec::writeAddresses);
        out.nest(Attr.PROTO, tuple.protocol(), ProtocolCodec::write);
    }

    /** Reads the attributes inside a tuple's. */
    static ZonedTuple read(AttributeReader in, Family family) throws MalformedMessageException {
        Address[] addresses = null;
        FlowProtocol protocol = null;
        int zone = DEFAULT_ZONE;
        while (in.next()) {
            switch (in.type()) {
                case Attr.IP -> addresses = readAddresses(in.nest(), family);
                case Attr.PROTO -> protocol = ProtocolCodec.read(in.nest());
                case Attr.ZONE -> zone = in.be16();
                default -> {
                    // nothing else is known
                }
            }
        }
        if (addresses == null) {
            throw in.missing(Attr.IP);
        }
        if (protocol == null) {
            throw in.missing(Attr.PROTO);
        }
        return new ZonedTuple(new FlowTuple(addresses[0], addresses[1], protocol), zone);
    }

    static int sourceType(Family family) {
        return family == Family.V4 ? IpAttr.V4_SRC : IpAttr.V6_SRC;
    }

    static int destinationType(Family family) {
        return family == Family.V4 ? IpAttr.V4_DST : IpAttr.V6_DST;
    }

    private static void writeAddresses(FlowTuple tuple, AttributeWriter out) {
        out.address(sourceType(tuple.family()), tuple.source());
        out.address(destinationType(tuple.family()), tuple.destination());
    }

    /** Source and destination. */
    private static Address[] readAddresses(AttributeReader in, Family family) throws MalformedMessageException {
        Address source = null;
        Address destination = null;
        while (in.next()) {
            if (in.type() == sourceType(family)) {
                source = in.address(family);
            } else if (in.type() == destinationType(family)) {
                destination = in.address(family);
            }
        }
        if (source == null) {
            throw in.missing(sourceType(family));
        }
        if (destination == null) {
            throw in.missing(destinationType(family));
        }
        return new Address[] {source, destination};
    }
}
