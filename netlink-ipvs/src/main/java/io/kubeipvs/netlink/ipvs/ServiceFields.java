package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/** The fields of one virtual server that are decoded so far, in any order. */
final class ServiceFields {
    private final boolean counting;
    private Family family;
    private int mark;
    private int protocol = -1;
    private byte[] address;
    private int port = -1;
    private String scheduler;
    private String engine = "";
    private int flags;
    private int timeout;
    /** The netmask as IPv4 reads it. */
    private int maskBits;
    /** The netmask as IPv6 reads it. */
    private int prefixLength;

    private IpvsCounters narrow;
    private IpvsCounters wide;

    /** @param counting whether counters are wanted */
    ServiceFields(boolean counting) {
        this.counting = counting;
    }

    ServiceFields read(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            take(in);
        }
        return this;
    }

    private void take(AttributeReader in) throws MalformedMessageException {
        switch (in.type()) {
            case ServiceAttr.AF -> family = Families.of(in);
            case ServiceAttr.PROTOCOL -> protocol = in.u16();
            case ServiceAttr.ADDR -> address = in.bytes();
            case ServiceAttr.PORT -> port = in.be16();
            case ServiceAttr.FWMARK -> mark = in.u32();
            case ServiceAttr.SCHED_NAME -> scheduler = in.cstring();
            case ServiceAttr.PE_NAME -> engine = in.cstring();
            case ServiceAttr.FLAGS -> flags = in.u32(0, 2);
            case ServiceAttr.TIMEOUT -> timeout = in.u32();
            case ServiceAttr.NETMASK -> {
                maskBits = in.be32();
                prefixLength = in.u32();
            }
            case ServiceAttr.STATS -> narrow = counting ? CountersCodec.narrow(in.nest()) : null;
            case ServiceAttr.STATS64 -> wide = counting ? CountersCodec.wide(in.nest()) : null;
            default -> {
                // whatever later kernels add
            }
        }
    }

    IpvsServiceState state(AttributeReader in) throws MalformedMessageException {
        IpvsCounters counters = wide != null ? wide : narrow;
        require(in, counters != null, ServiceAttr.STATS);
        return new IpvsServiceState(service(in), counters);
    }

    IpvsService service(AttributeReader in) throws MalformedMessageException {
        require(in, family != null, ServiceAttr.AF);
        if (mark == 0) {
            require(in, protocol >= 0, ServiceAttr.PROTOCOL);
            require(in, address != null, ServiceAttr.ADDR);
            require(in, port >= 0, ServiceAttr.PORT);
        }
        require(in, scheduler != null, ServiceAttr.SCHED_NAME);
        try {
            return new IpvsService(key(), scheduler, flags & ~ServiceFlag.NOT_IN_RECORDS, persistence(), engine);
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }

    private IpvsService.Key key() {
        return mark != 0
                ? new IpvsService.MarkKey(family, mark)
                : new IpvsService.AddressKey(Address.of(family, address), port, protocol);
    }

    private Optional<IpvsService.Persistence> persistence() {
        if ((flags & ServiceFlag.PERSISTENT) == 0) {
            return Optional.empty();
        }
        Address netmask = family == Family.V4
                ? new Address(Family.V4, 0, Integer.toUnsignedLong(maskBits))
                : Netmask.of(Family.V6, prefixLength);
        return Optional.of(new IpvsService.Persistence(timeout, netmask));
    }

    private static void require(AttributeReader in, boolean present, int type) throws MalformedMessageException {
        if (!present) {
            throw in.missing(type);
        }
    }
}
