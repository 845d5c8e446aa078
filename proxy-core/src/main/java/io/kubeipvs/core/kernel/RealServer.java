package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Ports;
import java.util.Collection;
import java.util.Comparator;

/**
 * An IPVS real server: one backend of a virtual server, reached by masquerading (NAT).
 *
 * @param address where it listens
 * @param port where it listens
 * @param weight its share of new connections; 0 = none, while established ones continue
 * @param limits of its connections
 */
public record RealServer(Ip address, int port, int weight, ConnectionLimits limits) {
    public RealServer {
        Ports.check(port);
    }

    /** The real server with this identity. */
    public RealServer(Key key, int weight, ConnectionLimits limits) {
        this(key.address(), key.port(), weight, limits);
    }

    /** A real server without limits of connections. */
    public RealServer(Key key, int weight) {
        this(key, weight, ConnectionLimits.NONE);
    }

    /** Its identity within its virtual server. */
    public Key key() {
        return new Key(address, port);
    }

    /** The identity of a real server within its virtual server: its address and port. */
    public record Key(Ip address, int port) implements Comparable<Key> {
        private static final Comparator<Key> ORDER =
                Comparator.comparing(Key::address).thenComparing(Key::port);

        public Key {
            Ports.check(port);
        }

        @Override
        public int compareTo(Key other) {
            return ORDER.compare(this, other);
        }

        @Override
        public String toString() {
            return AddressPort.text(address, port);
        }

        /** As the generated one, and faster: docs/adr/0035. */
        @Override
        public boolean equals(Object other) {
            return other == this || other instanceof Key that && port == that.port && address.equals(that.address);
        }
    }

    /** The same server with weight 0. */
    public RealServer quiet() {
        return new RealServer(address, port, 0, limits);
    }

    /** Whether none of these gets new connections; true for no server. */
    public static boolean areQuiet(Collection<RealServer> servers) {
        return servers.stream().allMatch(RealServer::isQuiet);
    }

    /** Whether it gets no new connections. */
    public boolean isQuiet() {
        return weight == 0;
    }

    @Override
    public String toString() {
        return key() + " weight=" + weight + limits;
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof RealServer that
                        && port == that.port
                        && weight == that.weight
                        && address.equals(that.address)
                        && limits.equals(that.limits);
    }
}
