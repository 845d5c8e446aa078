package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Fuzz;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;

/** Everything that ctnetlink answers. */
public final class ConntrackFuzz {
    private ConntrackFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, FlowCodec::decode, flow -> flow.ifPresent(ConntrackFuzz::deletesTheSame));
        Fuzz.decode(datagram, FlowEvents::decode, event -> {});
        Fuzz.decode(datagram, StatsCodec::decodeEntries, entries -> {});
    }

    /** A flow is never written whole, but its tuple is, to delete it. */
    private static void deletesTheSame(Flow flow) {
        Fuzz.requireSame(
                flow.deletion(), FlowCodec::encode, flow.original(), message -> firstTuple(message, flow.original()));
    }

    private static FlowTuple firstTuple(Message message, FlowTuple like) throws MalformedMessageException {
        AttributeReader in = message.attributes(FlowCodec.LAYOUT);
        Fuzz.require(in.next() && in.type() == CtAttr.TUPLE_ORIG, "the tuple comes first");
        return TupleCodec.read(in.nest(), like.family()).tuple();
    }
}
