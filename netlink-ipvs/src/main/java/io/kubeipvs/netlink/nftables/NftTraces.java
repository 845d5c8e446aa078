package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.netfilter.Subsystem;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.Optional;

/**
 * Subscriptions to the steps of packets for which a rule has set {@code meta nftrace}, in the calling thread's network
 * namespace. They need CAP_NET_ADMIN. Without a subscriber the kernel sends nothing. Source: {@code
 * net/netfilter/nf_tables_trace.c}.
 */
public final class NftTraces {
    /** {@code NFNLGRP_NFTRACE} of {@code nfnetlink.h, enum nfnetlink_groups}. */
    static final int GROUP = 9;

    private static final int MESSAGE_BITS = 0xFF;

    /** A step, or the loss of some. */
    public record Event(Optional<NftTrace> trace) {
        /** Whether the kernel had to drop steps because they were read too slowly. */
        public boolean isLoss() {
            return trace.isEmpty();
        }
    }

    private NftTraces() {}

    /** Subscribes to the steps of all traced packets. */
    public static Subscription<Event> open() throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.NETFILTER, GROUP));
    }

    /** Makes a subscription of a transport that has joined the group, takes it over and closes it when it is closed. */
    public static Subscription<Event> over(Transport transport) {
        return new Subscription<>(transport, NftTraces::decode, new Event(Optional.empty()));
    }

    static Optional<Event> decode(Message message) throws MalformedMessageException {
        boolean isTrace = Subsystem.of(message.type()) == Subsystem.NFTABLES
                && (message.type() & MESSAGE_BITS) == NftMessage.TRACE;
        return isTrace ? TraceCodec.decode(message).map(Optional::of).map(Event::new) : Optional.empty();
    }
}
