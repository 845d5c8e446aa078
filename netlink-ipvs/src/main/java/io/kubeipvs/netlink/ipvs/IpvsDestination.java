package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import java.util.Objects;

/**
 * A real server of a virtual server.
 *
 * @param weight its share, relative to the others', 0 or more; 0 = no new connections
 */
public record IpvsDestination(Key key, int weight, ForwardMethod forward) {

    public IpvsDestination {
        Objects.requireNonNull(key);
        Objects.requireNonNull(forward);
        if (weight < 0) {
            throw new IllegalArgumentException("weight " + weight + ": must not be negative");
        }
    }

    /** What tells the real servers of one virtual server apart. */
    public record Key(Address address, int port) {
        public Key {
            Objects.requireNonNull(address);
            Ports.check(port);
        }
    }
}
