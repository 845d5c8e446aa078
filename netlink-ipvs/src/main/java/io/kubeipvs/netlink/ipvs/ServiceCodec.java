package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import java.util.Optional;

/**
 * Virtual servers on the wire. Source: {@code net/netfilter/ipvs/ip_vs_ctl.c, ip_vs_genl_parse_service,
 * ip_vs_genl_fill_service}.
 */
final class ServiceCodec {

    /** {@code union nf_inet_addr}. */
    static final int ADDRESS_WIDTH = 16;

    private static final int ALL_BUT_HASHED = ~ServiceFlag.HASHED;
    private static final int WHOLE_V4_MASK = 0xFFFFFFFF;

    private ServiceCodec() {}

    /** What finds a virtual server. */
    static void writeKey(AttributeWriter out, IpvsService.Key key) {
        out.nest(CommandAttr.SERVICE, key, ServiceCodec::writeKeyAttributes);
    }

    /** What makes a virtual server. */
    static void write(AttributeWriter out, IpvsService service) {
        out.nest(CommandAttr.SERVICE, service, ServiceCodec::writeAttributes);
    }

    /** Empty for a service by firewall mark, which has no address. */
    static Optional<IpvsService> decode(Message message) throws MalformedMessageException {
        AttributeReader in = message.attributes(CommandAttr.LAYOUT);
        while (in.next()) {
            if (in.type() == CommandAttr.SERVICE) {
                return new Fields().read(in.nest());
            }
        }
        throw in.missing(CommandAttr.SERVICE);
    }

    private static void writeAttributes(IpvsService service, AttributeWriter out) {
        Family family = service.key().address().family();
        writeKeyAttributes(service.key(), out);
        out.cstring(ServiceAttr.SCHED_NAME, service.scheduler());
        out.u32Pair(ServiceAttr.FLAGS, service.flags(), ALL_BUT_HASHED);
        out.u32(ServiceAttr.TIMEOUT, service.timeoutSeconds());
        out.u32(ServiceAttr.NETMASK, family == Family.V4 ? WHOLE_V4_MASK : family.bits());
    }

    private static void writeKeyAttributes(IpvsService.Key key, AttributeWriter out) {
        out.u16(ServiceAttr.AF, key.address().family().number());
        out.u16(ServiceAttr.PROTOCOL, key.protocol());
        out.address(ServiceAttr.ADDR, key.address(), ADDRESS_WIDTH);
        out.be16(ServiceAttr.PORT, key.port());
    }

    /** What was found of one service so far; the family may follow the address. */
    private static final class Fields {
        private Family family;
        private int protocol = -1;
        private byte[] address;
        private int port = -1;
        private boolean byMark;
        private String scheduler;
        private int flags;
        private int timeout;

        Optional<IpvsService> read(AttributeReader in) throws MalformedMessageException {
            while (in.next()) {
                take(in);
            }
            if (byMark) {
                return Optional.empty();
            }
            require(in, family != null, ServiceAttr.AF);
            require(in, protocol >= 0, ServiceAttr.PROTOCOL);
            require(in, address != null, ServiceAttr.ADDR);
            require(in, port >= 0, ServiceAttr.PORT);
            require(in, scheduler != null, ServiceAttr.SCHED_NAME);
            return Optional.of(build(in));
        }

        private void take(AttributeReader in) throws MalformedMessageException {
            switch (in.type()) {
                case ServiceAttr.AF -> family = Families.of(in);
                case ServiceAttr.PROTOCOL -> protocol = in.u16();
                case ServiceAttr.ADDR -> address = in.bytes();
                case ServiceAttr.PORT -> port = in.be16();
                case ServiceAttr.FWMARK -> byMark = in.u32() != 0;
                case ServiceAttr.SCHED_NAME -> scheduler = in.cstring();
                case ServiceAttr.FLAGS -> flags = in.u32(0, 2) & ALL_BUT_HASHED;
                case ServiceAttr.TIMEOUT -> timeout = in.u32();
                default -> {
                    // counters and whatever later kernels add
                }
            }
        }

        private IpvsService build(AttributeReader in) throws MalformedMessageException {
            try {
                Address vip = Families.address(address, family);
                return new IpvsService(new IpvsService.Key(vip, port, protocol), scheduler, flags, timeout);
            } catch (IllegalArgumentException impossible) {
                throw in.malformed(impossible.getMessage());
            }
        }

        private static void require(AttributeReader in, boolean present, int type) throws MalformedMessageException {
            if (!present) {
                throw in.missing(type);
            }
        }
    }
}
