package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;

/** The fields of one real server that are decoded so far, in any order; the family follows the address. */
final class DestinationFields {
    private final boolean counting;
    private Family family;
    private byte[] address;
    private int port = -1;
    private int weight;
    private ForwardMethod forward;
    private int upperThreshold;
    private int lowerThreshold;
    private int tunnelType;
    private int tunnelPort;
    private int tunnelFlags;
    private int activeConnections;
    private int inactiveConnections;
    private int persistentConnections;
    private IpvsCounters narrow;
    private IpvsCounters wide;

    /** @param counting whether counters are wanted */
    DestinationFields(Family serviceFamily, boolean counting) {
        this.family = serviceFamily;
        this.counting = counting;
    }

    DestinationFields read(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            take(in);
        }
        return this;
    }

    private void take(AttributeReader in) throws MalformedMessageException {
        switch (in.type()) {
            case DestinationAttr.ADDR_FAMILY -> family = Families.of(in);
            case DestinationAttr.ADDR -> address = in.bytes();
            case DestinationAttr.PORT -> port = in.be16();
            case DestinationAttr.WEIGHT -> weight = in.u32();
            case DestinationAttr.FWD_METHOD -> forward = ForwardMethod.of(in);
            case DestinationAttr.U_THRESH -> upperThreshold = in.u32();
            case DestinationAttr.L_THRESH -> lowerThreshold = in.u32();
            case DestinationAttr.TUN_TYPE -> tunnelType = in.u8();
            case DestinationAttr.TUN_PORT -> tunnelPort = in.be16();
            case DestinationAttr.TUN_FLAGS -> tunnelFlags = in.u16();
            case DestinationAttr.ACTIVE_CONNS -> activeConnections = in.u32();
            case DestinationAttr.INACT_CONNS -> inactiveConnections = in.u32();
            case DestinationAttr.PERSIST_CONNS -> persistentConnections = in.u32();
            case DestinationAttr.STATS -> narrow = counting ? CountersCodec.narrow(in.nest()) : null;
            case DestinationAttr.STATS64 -> wide = counting ? CountersCodec.wide(in.nest()) : null;
            default -> {
                // whatever later kernels add
            }
        }
    }

    IpvsDestinationState state(AttributeReader in) throws MalformedMessageException {
        IpvsCounters counters = wide != null ? wide : narrow;
        require(in, counters != null, DestinationAttr.STATS);
        return new IpvsDestinationState(
                destination(in), activeConnections, inactiveConnections, persistentConnections, counters);
    }

    IpvsDestination destination(AttributeReader in) throws MalformedMessageException {
        require(in, address != null, DestinationAttr.ADDR);
        require(in, port >= 0, DestinationAttr.PORT);
        require(in, forward != null, DestinationAttr.FWD_METHOD);
        try {
            IpvsDestination.Key key = new IpvsDestination.Key(Address.of(family, address), port);
            return new IpvsDestination(key, weight, forward, upperThreshold, lowerThreshold, tunnel());
        } catch (IllegalArgumentException impossible) {
            throw in.malformed(impossible);
        }
    }

    /** Kernels keep and show a tunnel's attributes for other methods too, where they mean nothing. */
    private IpvsTunnel tunnel() {
        return forward == ForwardMethod.TUNNEL ? new IpvsTunnel(tunnelType, tunnelPort, tunnelFlags) : IpvsTunnel.IPIP;
    }

    private static void require(AttributeReader in, boolean present, int type) throws MalformedMessageException {
        if (!present) {
            throw in.missing(type);
        }
    }
}
