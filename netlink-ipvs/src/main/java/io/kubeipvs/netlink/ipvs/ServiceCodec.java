package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;

/**
 * Virtual servers on the wire. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_parse_service,
 * ip_vs_genl_fill_service}.
 */
final class ServiceCodec {
    /** {@code union nf_inet_addr}. */
    static final int ADDRESS_WIDTH = 16;

    private static final int ALL_BUT_HASHED = ~ServiceFlag.HASHED;

    private ServiceCodec() {}

    /** The attributes that identify a virtual server. */
    static void writeKey(AttributeWriter out, IpvsService.Key key) {
        out.nest(CommandAttr.SERVICE, key, ServiceCodec::writeKeyAttributes);
    }

    /** The attributes that create a virtual server. */
    static void write(AttributeWriter out, IpvsService service) {
        out.nest(CommandAttr.SERVICE, service, ServiceCodec::writeAttributes);
    }

    static IpvsService decode(Message message) throws MalformedMessageException {
        AttributeReader in = inside(message);
        return new ServiceFields(false).read(in).service(in);
    }

    static IpvsServiceState decodeState(Message message) throws MalformedMessageException {
        AttributeReader in = inside(message);
        return new ServiceFields(true).read(in).state(in);
    }

    private static AttributeReader inside(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(CommandAttr.LAYOUT);
        while (in.next()) {
            if (in.type() == CommandAttr.SERVICE) {
                return in.nest();
            }
        }
        throw in.missing(CommandAttr.SERVICE);
    }

    /** All that the kernel insists on; it reads a missing persistence engine as none. */
    private static void writeAttributes(IpvsService service, AttributeWriter out) {
        writeKeyAttributes(service.key(), out);
        out.cstring(ServiceAttr.SCHED_NAME, service.scheduler());
        if (!service.persistenceEngine().isEmpty()) {
            out.cstring(ServiceAttr.PE_NAME, service.persistenceEngine());
        }
        if (service.persistence().isPresent()) {
            IpvsService.Persistence persistence = service.persistence().get();
            out.u32Pair(ServiceAttr.FLAGS, service.flags() | ServiceFlag.PERSISTENT, ALL_BUT_HASHED);
            out.u32(ServiceAttr.TIMEOUT, persistence.timeoutSeconds());
            writeNetmask(out, persistence.netmask());
        } else {
            out.u32Pair(ServiceAttr.FLAGS, service.flags(), ALL_BUT_HASHED);
            out.u32(ServiceAttr.TIMEOUT, 0);
            writeNetmask(out, Netmask.whole(service.key().family()));
        }
    }

    private static void writeNetmask(AttributeWriter out, Address mask) {
        if (mask.family() == Family.V4) {
            out.be32(ServiceAttr.NETMASK, (int) mask.lo());
        } else {
            out.u32(ServiceAttr.NETMASK, Netmask.prefixLength(mask));
        }
    }

    private static void writeKeyAttributes(IpvsService.Key key, AttributeWriter out) {
        out.u16(ServiceAttr.AF, key.family().number());
        if (key instanceof IpvsService.MarkKey byMark) {
            out.u32(ServiceAttr.FWMARK, byMark.mark());
        } else if (key instanceof IpvsService.AddressKey byAddress) {
            out.u16(ServiceAttr.PROTOCOL, byAddress.protocol());
            out.address(ServiceAttr.ADDR, byAddress.address(), ADDRESS_WIDTH);
            out.be16(ServiceAttr.PORT, byAddress.port());
        }
    }
}
