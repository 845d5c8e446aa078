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

    /** Makes a subscription of a transport that has joined the groups, takes it over and closes it when it is closed. */
    public static Subscription<RouteEvent> over(Transport transport) {
        return new Subscription<>(transport, RouteEvents::decode, new RouteEvent.Lost());
    }

    /** Empty for messages that are not about links and addresses. */
    static Optional<RouteEvent> decode(Message message) throws MalformedMessageException {
        return switch (message.type()) {
            case RouteMessage.NEWLINK -> Optional.of(new RouteEvent.LinkChanged(LinkCodec.decode(message)));
            case RouteMessage.DELLINK -> Optional.of(new RouteEvent.LinkRemoved(LinkCodec.decode(message)));
            case RouteMessage.NEWADDR -> Optional.of(new RouteEvent.AddressChanged(AddressCodec.decode(message)));
            case RouteMessage.DELADDR -> Optional.of(new RouteEvent.AddressRemoved(AddressCodec.decode(message)));
            default -> Optional.empty();
        };
    }

    private static Subscription<RouteEvent> open(int... groups) throws NetlinkException {
        return over(NativeTransport.open(NetlinkProtocol.ROUTE, groups));
    }
}
