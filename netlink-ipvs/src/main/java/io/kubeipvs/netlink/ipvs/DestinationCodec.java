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

    /** The attributes that identify a real server. */
    static void writeKey(AttributeWriter out, IpvsDestination.Key key) {
        out.nest(CommandAttr.DEST, key, DestinationCodec::writeKeyAttributes);
    }

    /** The attributes that create a real server; without both thresholds the kernel refuses it. */
    static void write(AttributeWriter out, IpvsDestination destination) {
        out.nest(CommandAttr.DEST, destination, DestinationCodec::writeAttributes);
    }

    /** @param serviceFamily the family of the service listed, which old kernels leave to be understood */
    static IpvsDestination decode(Message message, Family serviceFamily) throws MalformedMessageException {
        AttributeReader in = inside(message);
        return new DestinationFields(serviceFamily, false).read(in).destination(in);
    }

    /** @param serviceFamily the family of the service listed, which old kernels leave to be understood */
    static IpvsDestinationState decodeState(Message message, Family serviceFamily) throws MalformedMessageException {
        AttributeReader in = inside(message);
        return new DestinationFields(serviceFamily, true).read(in).state(in);
    }

    private static AttributeReader inside(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(CommandAttr.LAYOUT);
        while (in.next()) {
            if (in.type() == CommandAttr.DEST) {
                return in.nest();
            }
        }
        throw in.missing(CommandAttr.DEST);
    }

    private static void writeAttributes(IpvsDestination destination, AttributeWriter out) {
        writeKeyAttributes(destination.key(), out);
        out.u32(DestinationAttr.FWD_METHOD, destination.forward().number());
        out.u32(DestinationAttr.WEIGHT, destination.weight());
        if (destination.forward() == ForwardMethod.TUNNEL) {
            out.u8(DestinationAttr.TUN_TYPE, destination.tunnel().type());
            out.be16(DestinationAttr.TUN_PORT, destination.tunnel().port());
            out.u16(DestinationAttr.TUN_FLAGS, destination.tunnel().flags());
        }
        out.u32(DestinationAttr.U_THRESH, destination.upperThreshold());
        out.u32(DestinationAttr.L_THRESH, destination.lowerThreshold());
    }

    private static void writeKeyAttributes(IpvsDestination.Key key, AttributeWriter out) {
        out.u16(DestinationAttr.ADDR_FAMILY, key.address().family().number());
        out.address(DestinationAttr.ADDR, key.address(), ServiceCodec.ADDRESS_WIDTH);
        out.be16(DestinationAttr.PORT, key.port());
    }
}
