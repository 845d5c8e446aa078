package io.kubeipvs.netlink.route;

import java.util.Objects;

/**
 * One change to the local routes. Source: {@code net/ipv4/fib_frontend.c, inet_rtm_newroute, inet_rtm_delroute};
 * {@code net/ipv6/route.c, inet6_rtm_newroute, inet6_rtm_delroute}.
 */
public sealed interface LocalRouteChange {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R add(AddLocalRoute change);

        R remove(RemoveLocalRoute change);
    }

    <R> R on(Cases<R> cases);

    /**
     * Adds a route. {@code EEXIST}: there is one to that destination, whatever its link for IPv4; {@code ENODEV}: there
     * is no such link, or for IPv4 it has no address configuration; {@code ENETDOWN}: it is down; {@code EINVAL} also
     * when the preferred source is not an address of this host.
     */
    record AddLocalRoute(LocalRoute route) implements LocalRouteChange {
        public AddLocalRoute {
            Objects.requireNonNull(route);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.add(this);
        }
    }

    /** Removes a route. {@code ESRCH}: it is not there; {@code ENODEV}: there is no such link. */
    record RemoveLocalRoute(LocalRoute route) implements LocalRouteChange {
        public RemoveLocalRoute {
            Objects.requireNonNull(route);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.remove(this);
        }
    }
}
