package io.kubeipvs.netlink.ipvs;

import io.kubeipvs.netlink.Address;
import java.util.Objects;

/**
 * A real server of a virtual server.
 *
 * @param weight its share, relative to the others', 0 or more; 0 = no new connections
 * @param upperThreshold connections at which it gets no new ones; 0 = no limit
 * @param lowerThreshold connections below which it gets new ones again, not more than the upper; 0 = three quarters of
 *     the upper
 * @param tunnel how packets are encapsulated; IPIP, which means nothing, where they are not
 */
public record IpvsDestination(
        Key key, int weight, ForwardMethod forward, int upperThreshold, int lowerThreshold, IpvsTunnel tunnel) {
    public IpvsDestination {
        Objects.requireNonNull(key);
        Objects.requireNonNull(forward);
        if (weight < 0) {
            throw new IllegalArgumentException("weight " + weight + ": must not be negative");
        }
        if (lowerThreshold < 0 || upperThreshold < lowerThreshold) {
            throw new IllegalArgumentException("thresholds " + upperThreshold + " and " + lowerThreshold
                    + ": must not be negative, nor the lower above the upper");
        }
        if (forward != ForwardMethod.TUNNEL && !tunnel.equals(IpvsTunnel.IPIP)) {
            throw new IllegalArgumentException(tunnel + ": means nothing with forwarding method " + forward);
        }
    }

    /** A real server without limits, behind a plain tunnel if behind one. */
    public IpvsDestination(Key key, int weight, ForwardMethod forward) {
        this(key, weight, forward, 0, 0, IpvsTunnel.IPIP);
    }

    /** The same with these limits of connections in place of its own. */
    public IpvsDestination withThresholds(int upper, int lower) {
        return new IpvsDestination(key, weight, forward, upper, lower, tunnel);
    }

    /** The same behind this tunnel, whatever reached it before. */
    public IpvsDestination withTunnel(IpvsTunnel newTunnel) {
        return new IpvsDestination(key, weight, ForwardMethod.TUNNEL, upperThreshold, lowerThreshold, newTunnel);
    }

    /**
     * Identifies a real server of one virtual server.
     *
     * @param address of the virtual server's family; of the other only with {@link ForwardMethod#TUNNEL} and where no
     *     sync daemon runs
     */
    public record Key(Address address, int port) {
        public Key {
            Objects.requireNonNull(address);
            Ports.check(port);
        }
    }
}
