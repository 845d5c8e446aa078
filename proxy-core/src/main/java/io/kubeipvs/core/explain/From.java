package io.kubeipvs.core.explain;

import io.kubeipvs.core.model.Ip;
import java.util.Optional;

/**
 * The client that a user asks about.
 *
 * @param place where it is, unless its address is given
 * @param address its address; the place follows from it
 */
public record From(Place place, Optional<Ip> address) {
    /** Where a client is. */
    public enum Place {
        /** A pod of this node. */
        POD,
        /** A process of this node. */
        NODE,
        /** An external client. */
        OUTSIDE
    }

    /** A client at this place. */
    public static From at(Place place) {
        return new From(place, Optional.empty());
    }

    /** The client with this address. */
    public static From address(Ip address) {
        return new From(Place.OUTSIDE, Optional.of(address));
    }
}
