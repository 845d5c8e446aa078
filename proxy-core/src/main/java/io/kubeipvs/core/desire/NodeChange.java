package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceSpec;

/**
 * A change of the node, and which Services it can concern. The simplest sound rule: a change of the Node object, for
 * instance its zone, concerns all Services. A change of addresses concerns Services that external clients can reach, and
 * Services whose cluster address the node gets or loses. A change of the ports on which processes of the node wait for
 * clients concerns Services that request an address of the node. That the node is to be deleted concerns no Service.
 */
public record NodeChange(NodeView before, NodeView after) {
    /** Whether the footprint of this Service may come out differently; that of any other does not. */
    public boolean concerns(ServiceSpec service) {
        boolean addressesOnly =
                before.node().withToBeDeleted(false).equals(after.node().withToBeDeleted(false));
        return !addressesOnly || service.isExternal() && isOfExternal(service) || isItsAddress(service);
    }

    private boolean isOfExternal(ServiceSpec service) {
        if (before.equals(after.withNode(before.node()).withListeners(before.listeners()))) {
            return !before.listeners().equals(after.listeners())
                    && service.external().externalIps().stream().anyMatch(after::has);
        }
        return true;
    }

    private boolean isItsAddress(ServiceSpec service) {
        return service.clusterIps().stream().anyMatch(ip -> before.has(ip) != after.has(ip));
    }
}
