package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.MalformedMessageException;
import java.util.Optional;

/** Gathers a flow's attributes, in whichever order they come. */
final class FlowReader {
    private final Family family;
    private TupleCodec.ZonedTuple original;
    private TupleCodec.ZonedTuple reply;
    private boolean identified;
    private long id;
    private int zone;
    private int status;
    private int mark;
    private long timeout;
    private Counters sent;
    private Counters answered;
    private TcpState tcpState;

    FlowReader(Family family) {
        this.family = family;
    }

    void take(AttributeReader in) throws MalformedMessageException {
        switch (in.type()) {
            case CtAttr.TUPLE_ORIG -> original = TupleCodec.read(in.nest(), family);
            case CtAttr.TUPLE_REPLY -> reply = TupleCodec.read(in.nest(), family);
            case CtAttr.ZONE -> zone = in.be16();
            case CtAttr.ID -> {
                id = Integer.toUnsignedLong(in.be32());
                identified = true;
            }
            case CtAttr.STATUS -> status = in.be32();
            case CtAttr.MARK -> mark = in.be32();
            case CtAttr.TIMEOUT -> timeout = Integer.toUnsignedLong(in.be32());
            case CtAttr.COUNTERS_ORIG -> sent = counters(in.nest());
            case CtAttr.COUNTERS_REPLY -> answered = counters(in.nest());
            case CtAttr.PROTOINFO -> tcpState = tcpState(in.nest());
            default -> {
                // translation, helpers, labels and whatever later kernels add
            }
        }
    }

    Flow finish(AttributeReader in) throws MalformedMessageException {
        if (original == null) {
            throw in.missing(CtAttr.TUPLE_ORIG);
        }
        if (reply == null) {
            throw in.missing(CtAttr.TUPLE_REPLY);
        }
        if (!identified) {
            throw in.missing(CtAttr.ID);
        }
        return new Flow(
                original.tuple(),
                reply.tuple(),
                zone != 0 ? FlowZone.both(zone) : new FlowZone(original.zone(), reply.zone()),
                id,
                status,
                mark,
                timeout,
                counters(),
                Optional.ofNullable(tcpState));
    }

    private Optional<FlowCounters> counters() {
        if (sent == null || answered == null) {
            return Optional.empty();
        }
        return Optional.of(new FlowCounters(sent.packets, sent.bytes, answered.packets, answered.bytes));
    }

    private static Counters counters(AttributeReader in) throws MalformedMessageException {
        long packets = 0;
        long bytes = 0;
        while (in.next()) {
            if (in.type() == CtAttrCounters.PACKETS) {
                packets = in.be64();
            } else if (in.type() == CtAttrCounters.BYTES) {
                bytes = in.be64();
            }
        }
        return new Counters(packets, bytes);
    }

    /** Null for other protocols than TCP. */
    private static TcpState tcpState(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            if (in.type() == CtAttrProtoinfo.TCP) {
                return stateOf(in.nest());
            }
        }
        return null;
    }

    private static TcpState stateOf(AttributeReader in) throws MalformedMessageException {
        while (in.next()) {
            if (in.type() == CtAttrTcp.STATE) {
                return new TcpState(in.u8());
            }
        }
        return null;
    }

    /** Those of one direction. */
    private record Counters(long packets, long bytes) {}
}
