package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.AttributeWriter;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Layout;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.RequestWriter;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.util.Optional;

/**
 * Flows on the wire, behind the netfilter header. Integers are in network byte order. Source: {@code
 * net/netfilter/nf_conntrack_netlink.c, ctnetlink_fill_info, ctnetlink_conntrack_event, ctnetlink_del_conntrack}.
 */
final class FlowCodec {
    static final Layout LAYOUT = new Layout(NetfilterHeader.SIZE, CtAttr.NAMES);

    private FlowCodec() {}

    /** Names the flow to delete. Version 0 in the header is harmless with a tuple, and only with one. */
    static void encode(FlowDeletion deletion, RequestWriter request) {
        AttributeWriter out = request.begin(CtMessage.DELETE, 0, LAYOUT);
        NetfilterHeader.write(out, deletion.tuple().family().number(), 0);
        boolean original = deletion.direction() == FlowDirection.ORIGINAL;
        out.nest(original ? CtAttr.TUPLE_ORIG : CtAttr.TUPLE_REPLY, deletion.tuple(), TupleCodec::write);
        if (deletion.zone() != 0) {
            out.be16(CtAttr.ZONE, deletion.zone());
        }
        out.be32(CtAttr.ID, (int) deletion.id());
    }

    /** The flow of an answer or a notification; empty when it is of neither IPv4 nor IPv6. */
    static Optional<Flow> decode(Message message) throws MalformedMessageException {
        Optional<Family> family = Family.of(message.header8(NetfilterHeader.FAMILY));
        return family.isEmpty() ? Optional.empty() : Optional.of(decode(message, family.get()));
    }

    private static Flow decode(Message message, Family family) throws MalformedMessageException {
        FlowReader flow = new FlowReader(family);
        AttributeReader in = message.attributes(LAYOUT);
        while (in.next()) {
            flow.take(in);
        }
        return flow.finish(in);
    }
}
