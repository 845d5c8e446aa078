package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;

/**
 * Real servers on the wire. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_parse_dest,
 * ip_vs_genl_fill_dest}.
 */
final class DestinationCodec {

    private DestinationCodec() {}

    /** What finds a real server. */
    static void writeKey(AttributeWriter out, IpvsDestination.Key key) {
        out.nest(CommandAttr.DEST, key, DestinationCodec::writeKeyAttributes);
    }

    /** What makes a real server; without both thresholds the kernel refuses it. */
    static void write(AttributeWriter out, IpvsDestination destination) {
        out.nest(CommandAttr.DEST, destination, DestinationCodec::writeAttributes);
    }

    /** @param serviceFamily the family of the service listed, which old kernels leave to be understood */
    static IpvsDestination decode(Message message, Family serviceFamily) throws MalformedMessageException {
        AttributeReader in = message.attributes(CommandAttr.LAYOUT);
        while (in.next()) {
            if (in.type() == CommandAttr.DEST) {
                return new Fields(serviceFamily).read(in.nest());
            }
        }
        throw in.missing(CommandAttr.DEST);
    }

    private static void writeAttributes(IpvsDestination destination, AttributeWriter out) {
        writeKeyAttributes(destination.key(), out);
        out.u32(DestinationAttr.FWD_METHOD, destination.forward().number());
        out.u32(DestinationAttr.WEIGHT, destination.weight());
        out.u32(DestinationAttr.U_THRESH, 0);
        out.u32(DestinationAttr.L_THRESH, 0);
    }

    private static void writeKeyAttributes(IpvsDestination.Key key, AttributeWriter out) {
        out.u16(DestinationAttr.ADDR_FAMILY, key.address().family().number());
        out.address(DestinationAttr.ADDR, key.address(), ServiceCodec.ADDRESS_WIDTH);
        out.be16(DestinationAttr.PORT, key.port());
    }

    /** What was found of one destination so far; the family follows the address. */
    private static final class Fields {
        private Family family;
        private byte[] address;
        private int port = -1;
        private int weight;
        private ForwardMethod forward;

        Fields(Family serviceFamily) {
            family = serviceFamily;
        }

        IpvsDestination read(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                take(in);
            }
            if (address == null) {
                throw in.missing(DestinationAttr.ADDR);
            }
            if (port < 0) {
                throw in.missing(DestinationAttr.PORT);
            }
            if (forward == null) {
                throw in.missing(DestinationAttr.FWD_METHOD);
            }
            try {
                return new IpvsDestination(
                        new IpvsDestination.Key(Families.address(address, family), port), weight, forward);
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible.getMessage());
            }
        }

        private void take(AttributeReader in) throws MalformedMessageException {
            switch (in.type()) {
                case DestinationAttr.ADDR_FAMILY -> family = Families.of(in);
                case DestinationAttr.ADDR -> address = in.bytes();
                case DestinationAttr.PORT -> port = in.be16();
                case DestinationAttr.WEIGHT -> weight = in.u32();
                case DestinationAttr.FWD_METHOD -> {
                    int method = in.u32();
                    forward = ForwardMethod.of(method)
                            .orElseThrow(() -> in.malformed("unknown forwarding method " + method));
                }
                default -> {
                    // counters, thresholds, tunnels and whatever later kernels add
                }
            }
        }
    }
}
