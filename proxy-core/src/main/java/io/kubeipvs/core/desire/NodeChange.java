package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceSpec;

/**
 * A change of the node, and which Services it can concern. The simplest sound rule: a change of the Node object, for
 * instance its zone, concerns all Services. A change of addresses concerns Services that external clients can reach, and
 * Services whose cluster address the node gets or loses. That the node is to be deleted concerns no Service.
 */
public record NodeChange(NodeView before, NodeView after) {
    /** Whether the footprint of this Service may come out differently; that of any other does not. */
    public boolean concerns(ServiceSpec service) {
        boolean addressesOnly =
                before.node().withToBeDeleted(false).equals(after.node().withToBeDeleted(false));
        return !addressesOnly || service.isExternal() && !isOnlyToBeDeleted() || isItsAddress(service);
    }

    private boolean isItsAddress(ServiceSpec service) {
        return service.clusterIps().stream().anyMatch(ip -> before.has(ip) != after.has(ip));
    }

    private boolean isOnlyToBeDeleted() {
        return before.equals(after.withNode(before.node()));
    }
}
