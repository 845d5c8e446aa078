package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSelector;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.track.ServiceView;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The health check of a Service on this node for load balancers ({@code spec.healthCheckNodePort}). Each family has its own
 * count, as in kube-proxy: distinct addresses of ready endpoints on this node with a
 * weight above 0, all ports of the Service together. A node that the Service does not choose counts none.
 *
 * @param service the Service
 * @param port the port on the node's addresses
 * @param localEndpoints the number of endpoints on this node, for each family with a cluster address
 */
public record HealthCheck(ServiceName service, int port, Map<Family, Integer> localEndpoints) {
    public HealthCheck {
        localEndpoints = Map.copyOf(localEndpoints);
    }

    /** The health check of this Service; empty without one. */
    public static Optional<HealthCheck> of(ServiceView view, NodeView node) {
        return view.service()
                .filter(service -> service.external().healthCheckNodePort() != 0
                        && service.policy().externalLocal())
                .map(service -> new HealthCheck(
                        service.name(), service.external().healthCheckNodePort(), counts(service, view, node)));
    }

    private static Map<Family, Integer> counts(ServiceSpec service, ServiceView view, NodeView node) {
        boolean isServed = NodeSelector.isServed(service, node);
        Backends backends = new Backends(view.slices());
        Map<Family, Integer> counts = new EnumMap<>(Family.class);
        for (Ip clusterIp : service.clusterIps()) {
            Set<Ip> local = new HashSet<>();
            for (ServicePort port : isServed ? service.ports() : List.<ServicePort>of()) {
                addLocal(backends.of(port, clusterIp.family()), node, local);
            }
            counts.put(clusterIp.family(), local.size());
        }
        return counts;
    }

    private static void addLocal(Map<RealServer.Key, Endpoint> backends, NodeView node, Set<Ip> local) {
        for (Endpoint endpoint : backends.values()) {
            if (endpoint.conditions().ready() && node.isHome(endpoint) && node.weight(endpoint) > 0) {
                local.add(endpoint.address());
            }
        }
    }
}
