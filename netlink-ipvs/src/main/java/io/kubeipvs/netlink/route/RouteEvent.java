package io.kubeipvs.netlink.route;

import java.util.Objects;

/**
 * A change of a link or an address, by any program.
 *
 * <p>A requester is the port id of the socket whose request made the change ({@link RouteClient#portId}). The kernel names
 * it for IPv4 addresses only ({@code net/ipv4/devinet.c, rtmsg_ifa}). It is 0 for IPv6 addresses ({@code
 * net/ipv6/addrconf.c, inet6_ifa_notify}), for links ({@code net/core/rtnetlink.c, rtmsg_ifinfo}) and for what the kernel
 * does by itself, as when a link's addresses go with the link. So 0 may be a change of one's own.
 */
public sealed interface RouteEvent {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R linkChanged(LinkChanged event);

        R linkRemoved(LinkRemoved event);

        R addressChanged(AddressChanged event);

        R addressRemoved(AddressRemoved event);

        R lost(Lost event);
    }

    <R> R on(Cases<R> cases);

    /** A link came or changed, and this is how it is now. */
    record LinkChanged(Link link, int requester) implements RouteEvent {
        public LinkChanged {
            Objects.requireNonNull(link);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.linkChanged(this);
        }
    }

    /** A link went. */
    record LinkRemoved(Link link, int requester) implements RouteEvent {
        public LinkRemoved {
            Objects.requireNonNull(link);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.linkRemoved(this);
        }
    }

    /** An address came or changed, and this is how it is now. */
    record AddressChanged(LinkAddress address, int requester) implements RouteEvent {
        public AddressChanged {
            Objects.requireNonNull(address);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.addressChanged(this);
        }
    }

    /** An address went. */
    record AddressRemoved(LinkAddress address, int requester) implements RouteEvent {
        public AddressRemoved {
            Objects.requireNonNull(address);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.addressRemoved(this);
        }
    }

    /** The kernel had to drop events because they were read too slowly: list again. */
    record Lost() implements RouteEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.lost(this);
        }
    }
}
