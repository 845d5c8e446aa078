package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.FailedServers;
import io.kubeipvs.core.kernel.RealServer;
import java.util.Map;

/**
 * The real servers that a virtual server can have.
 *
 * @param inForce with their weights, after their health checks
 * @param failed those that failed their health check; some of them may be in force
 */
record Servers(Map<RealServer.Key, RealServer> inForce, FailedServers failed) {
    /** No server. */
    static final Servers NONE = new Servers(Map.of(), FailedServers.NONE);

    /** Whether none of them gets new connections. */
    boolean areQuiet() {
        return RealServer.areQuiet(inForce.values());
    }
}
