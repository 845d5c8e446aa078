package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Fuzz;
import io.kubeipvs.netlink.Request;
import java.util.Optional;

/** Everything that rtnetlink answers. */
public final class RouteFuzz {
    private RouteFuzz() {}

    public static void fuzzerTestOneInput(byte[] datagram) {
        Fuzz.decode(datagram, LinkCodec::decode, RouteFuzz::again);
        Fuzz.decode(datagram, AddressCodec::decode, RouteFuzz::again);
        Fuzz.decode(datagram, LocalRouteCodec::decode, route -> route.ifPresent(RouteFuzz::again));
        Fuzz.decode(datagram, RouteEvents::decode, event -> {});
    }

    /** A new link has no index and no flags yet. */
    private static void again(Link link) {
        Fuzz.requireSame(
                new Request(
                        RouteMessage.NEWLINK,
                        0,
                        LinkCodec.LAYOUT,
                        out -> LinkCodec.writeNew(out, link.name(), link.kind())),
                Request::encode,
                new Link(0, link.name(), link.kind(), 0),
                LinkCodec::decode);
    }

    /** We add whole hosts only. */
    private static void again(LinkAddress found) {
        Fuzz.requireSame(
                new AddressChange.AddAddress(found.linkIndex(), found.address()),
                new AddressChangeEncoder(),
                found.address(),
                message -> AddressCodec.decode(message).address());
    }

    private static void again(LocalRoute route) {
        Fuzz.requireSame(
                new LocalRouteChange.AddLocalRoute(route),
                new LocalRouteEncoder(),
                Optional.of(route),
                LocalRouteCodec::decode);
    }
}
