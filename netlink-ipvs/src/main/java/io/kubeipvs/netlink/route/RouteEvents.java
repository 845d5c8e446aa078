package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.Optional;

/**
 * Subscriptions to what happens to links and addresses in the calling thread's network namespace. They need no
 * privilege. Source: {@code net/core/rtnetlink.c, rtmsg_ifinfo}; {@code net/ipv4/devinet.c, rtmsg_ifa}; {@code
 * net/ipv6/addrconf.c, inet6_ifa_notify}.
 */
public final class RouteEvents {
    private RouteEvents() {}

    /** Subscribes to addresses of both families. */
    public static Subscription<RouteEvent> ofAddresses() throws NetlinkException {
        return open(RouteGroup.IPV4_IFADDR, RouteGroup.IPV6_IFADDR);
    }

    /** Subscribes to links. */
    public static Subscription<RouteEvent> ofLinks() throws NetlinkException {
        return open(RouteGroup.LINK);
    }

    /** Subscribes to links and to addresses, in the order in which they happen. */
    public static Subscription<RouteEvent> ofLinksAndAddresses() throws NetlinkException {
        return open(RouteGroup.LINK, RouteGroup.IPV4_IFADDR, RouteGroup.IPV6_IFADDR);
    }

    /**
     * Makes a subscription of a transport that has joined the groups, takes it over and closes it when it is closed.
     */
    public static Subscription<RouteEvent> over(Transport transport) {
        return new Subscription<>(transport, RouteEvents::decode, new RouteEvent.Lost());
    }

    /**
     * Empty for messages that are not about links and addresses. A link message of another family than
     * {@code AF_UNSPEC} describes a part of the link: a bridge sends {@code RTM_DELLINK} of {@code AF_BRIDGE} if a port
     * leaves it. Source: {@code net/bridge/br_netlink.c, br_ifinfo_notify}.
     */
    static Optional<RouteEvent> decode(Message message) throws MalformedMessageException {
        int requester = message.portId();
        return switch (message.type()) {
            case RouteMessage.NEWLINK -> wholeLink(message).map(link -> new RouteEvent.LinkChanged(link, requester));
            case RouteMessage.DELLINK -> wholeLink(message).map(link -> new RouteEvent.LinkRemoved(link, requester));
            case RouteMessage.NEWADDR ->
                Optional.of(new RouteEvent.AddressChanged(AddressCodec.decode(message), requester));
            case RouteMessage.DELADDR ->
                Optional.of(new RouteEvent.AddressRemoved(AddressCodec.decode(message), requester));
            default -> Optional.empty();
        };
    }

    private static Optional<Link> wholeLink(Message message) throws MalformedMessageException {
        return LinkCodec.isAboutWholeLink(message) ? Optional.of(LinkCodec.decode(message)) : Optional.empty();
    }

    private static Subscription<RouteEvent> open(int... groups) throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.ROUTE, groups));
    }
}
