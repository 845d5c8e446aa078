package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceSpec;

/**
 * A change of the node, and which Services it can concern. The simplest sound rule: the name, the zone and what else
 * Kubernetes says concern all, addresses only those that can be asked from outside, and whose cluster address comes to
 * the node or goes. That it leaves concerns none.
 */
public record NodeChange(NodeView before, NodeView after) {
    /** Whether the footprint of this Service may come out differently; that of any other does not. */
    public boolean concerns(ServiceSpec service) {
        boolean addressesOnly = before.node().leaving(false).equals(after.node().leaving(false));
        return !addressesOnly || service.isExternal() && !isLeavingOnly() || isItsAddress(service);
    }

    private boolean isItsAddress(ServiceSpec service) {
        return service.clusterIps().stream().anyMatch(ip -> before.has(ip) != after.has(ip));
    }

    private boolean isLeavingOnly() {
        NodeView asBefore = new NodeView(before.node(), after.addresses(), after.ofLinks(), after.otherNodes());
        return before.equals(asBefore);
    }
}
