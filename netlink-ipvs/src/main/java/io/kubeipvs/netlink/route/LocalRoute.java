package io.kubeipvs.netlink.route;

import io.kubeipvs.netlink.Address;
import java.util.Objects;
import java.util.Optional;

/**
 * A route that makes addresses this host's own without putting them on a link: type and table are local.
 *
 * @param linkIndex the link that the route names, positive
 * @param prefixLength bits; all of the address for a single host
 * @param preferredSource the source of packets to it that choose none; empty leaves the choice to the kernel
 * @param protocol who made it, {@link RouteProtocol} or any other number up to 255
 */
public record LocalRoute(
        int linkIndex, Address destination, int prefixLength, Optional<Address> preferredSource, int protocol) {
    public LocalRoute {
        Objects.requireNonNull(destination);
        if (prefixLength < 0 || prefixLength > destination.family().bits()) {
            throw new IllegalArgumentException("prefixLength " + prefixLength + ": allowed are 0 to "
                    + destination.family().bits() + " bits");
        }
        if (preferredSource.isPresent() && preferredSource.get().family() != destination.family()) {
            throw new IllegalArgumentException(
                    "preferredSource " + preferredSource.get() + ": must be of the family of " + destination);
        }
        if (protocol < 0 || protocol > 255) {
            throw new IllegalArgumentException("protocol " + protocol + ": allowed are 0 to 255");
        }
    }

    /** A route to one address. */
    public static LocalRoute toHost(int linkIndex, Address destination, Optional<Address> preferredSource) {
        return new LocalRoute(
                linkIndex, destination, destination.family().bits(), preferredSource, RouteProtocol.STATIC);
    }
}
