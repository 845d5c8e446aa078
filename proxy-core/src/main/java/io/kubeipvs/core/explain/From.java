package io.kubeipvs.core.explain;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import java.util.List;
import java.util.Optional;

/**
 * The client that a user asks about.
 *
 * @param place where it is, unless its addresses are given
 * @param addresses its addresses, one of a family; the place follows from them; empty = an example at the place
 */
public record From(Place place, List<Ip> addresses) {
    /** Where a client is. */
    public enum Place {
        /** A pod of this node. */
        POD,
        /** A process of this node. */
        NODE,
        /** An external client. */
        OUTSIDE
    }

    public From {
        addresses = List.copyOf(addresses);
    }

    /** A client at this place. */
    public static From at(Place place) {
        return new From(place, List.of());
    }

    /** The client with this address. */
    public static From address(Ip address) {
        return addresses(List.of(address));
    }

    /** The client with these addresses, one of a family. */
    public static From addresses(List<Ip> addresses) {
        return new From(Place.OUTSIDE, addresses);
    }

    /** Its address of this family; empty = an example, or it has none. */
    Optional<Ip> address(Family family) {
        return addresses.stream().filter(ip -> ip.family() == family).findFirst();
    }

    /** Whether it can send packets of this family. */
    boolean speaks(Family family) {
        return addresses.isEmpty() || address(family).isPresent();
    }
}
