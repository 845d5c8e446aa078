package io.kubeipvs.core.kernel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A virtual server with the real servers behind it.
 *
 * @param virtualServer the front
 * @param realServers what stands behind it, by key; may be empty, and then the kernel refuses connections at once
 */
public record Frontend(VirtualServer virtualServer, Map<RealServer.Key, RealServer> realServers) {
    public Frontend {
        realServers = Map.copyOf(realServers);
    }

    /** The front with these servers; of two with one key the last counts. */
    public static Frontend of(VirtualServer virtualServer, Collection<RealServer> realServers) {
        Map<RealServer.Key, RealServer> byKey = new LinkedHashMap<>();
        realServers.forEach(server -> byKey.put(server.key(), server));
        return new Frontend(virtualServer, byKey);
    }

    /** The identity of the virtual server. */
    public VirtualServer.Key key() {
        return virtualServer.key();
    }
}
