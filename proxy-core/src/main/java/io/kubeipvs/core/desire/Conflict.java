package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.ServiceName;
import java.util.List;

/**
 * Two or more Services claim one virtual server.
 *
 * @param key the virtual server
 * @param owner the Service that gets it
 * @param others the Services that do not get it, at least one, in the order in which they would
 */
public record Conflict(VirtualServer.Key key, ServiceName owner, List<ServiceName> others) {
    @Override
    public String toString() {
        return key + " is claimed by Services " + owner + " (serves it) and " + others;
    }
}
