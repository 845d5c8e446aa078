package io.kubeipvs.core.kernel;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A virtual server with its real servers.
 *
 * @param virtualServer the virtual server
 * @param realServers its real servers by key; while there are none, the kernel refuses connections at once
 * @param drainTimeout how long a removed server may keep its connections, 0 = as long as they last; empty = the default.
 *     The kernel does not know it
 * @param failed the servers that failed their health check. The kernel does not know them
 */
public record Frontend(
        VirtualServer virtualServer,
        Map<RealServer.Key, RealServer> realServers,
        Optional<Duration> drainTimeout,
        FailedServers failed) {
    /** A virtual server with the default time of drains, without a failed server. */
    public Frontend(VirtualServer virtualServer, Map<RealServer.Key, RealServer> realServers) {
        this(virtualServer, realServers, Optional.empty(), FailedServers.NONE);
    }

    public Frontend {
        realServers = ServersByKey.copyOf(realServers);
    }

    /** The virtual server with these real servers; of two with one key the last counts. */
    public static Frontend of(VirtualServer virtualServer, Collection<RealServer> realServers) {
        Map<RealServer.Key, RealServer> byKey = new LinkedHashMap<>();
        realServers.forEach(server -> byKey.put(server.key(), server));
        return new Frontend(virtualServer, byKey);
    }

    /** The same with another time of drains. */
    public Frontend withDrainTimeout(Optional<Duration> other) {
        return new Frontend(virtualServer, realServers, other, failed);
    }

    /** The same with other failed servers. */
    public Frontend withFailed(FailedServers others) {
        return new Frontend(virtualServer, realServers, drainTimeout, others);
    }

    /** The identity of the virtual server. */
    public VirtualServer.Key key() {
        return virtualServer.key();
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Frontend that
                        && virtualServer.equals(that.virtualServer)
                        && realServers.equals(that.realServers)
                        && drainTimeout.equals(that.drainTimeout)
                        && failed.equals(that.failed);
    }
}
