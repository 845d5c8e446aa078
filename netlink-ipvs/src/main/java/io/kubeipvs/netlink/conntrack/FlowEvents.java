package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.Optional;

/**
 * Subscriptions to what happens to flows in the calling thread's network namespace. They need CAP_NET_ADMIN over it
 * ({@code EPERM}). A flow that began without any subscriber makes no events later either, unless {@code
 * net.netfilter.nf_conntrack_events} is 1. Source: {@code net/netfilter/nf_conntrack_netlink.c,
 * ctnetlink_conntrack_event}; {@code nf_conntrack_ecache.c, nf_ct_ecache_ext_add}.
 */
public final class FlowEvents {
    private FlowEvents() {}

    /** Subscribes to all. */
    public static Subscription<FlowEvent> ofAll() throws NetlinkException {
        return open(CtGroup.NEW, CtGroup.UPDATE, CtGroup.DESTROY);
    }

    /** Subscribes to those of flows that go. */
    public static Subscription<FlowEvent> ofRemovals() throws NetlinkException {
        return open(CtGroup.DESTROY);
    }

    /**
     * Makes a subscription of a transport that has joined the groups, takes it over and closes it when it is closed.
     */
    public static Subscription<FlowEvent> over(Transport transport) {
        return new Subscription<>(transport, FlowEvents::decode, new FlowEvent.Lost());
    }

    /** Empty for messages that are not about flows of IPv4 and IPv6. */
    static Optional<FlowEvent> decode(Message message) throws MalformedMessageException {
        if (message.type() == CtMessage.DELETE) {
            return FlowCodec.decode(message).map(FlowEvent.Removed::new);
        }
        if (message.type() != CtMessage.NEW) {
            return Optional.empty();
        }
        Optional<Flow> flow = FlowCodec.decode(message);
        return message.has(MessageFlags.CREATE) ? flow.map(FlowEvent.Created::new) : flow.map(FlowEvent.Changed::new);
    }

    private static Subscription<FlowEvent> open(int... groups) throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.NETFILTER, groups));
    }
}
