package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.track.ServiceView;
import java.util.HashSet;
import java.util.Set;

/**
 * A Service with traffic policy {@code Local} that has endpoints, but none on this node.
 *
 * @param family the family of the endpoints
 * @param external whether the external policy is Local, else the internal one
 */
public record LocalGap(Family family, boolean external) {
    /** The gaps of this Service on this node. Follows {@code noLocalEndpoints} of kube-proxy's metrics. */
    public static Set<LocalGap> of(ServiceView view, NodeView node) {
        Set<LocalGap> gaps = new HashSet<>();
        view.service()
                .filter(service ->
                        service.policy().internalLocal() || service.policy().externalLocal())
                .ifPresent(service -> service.clusterIps().stream()
                        .map(Ip::family)
                        .filter(family -> hasGap(service, view, family, node))
                        .forEach(family -> add(service, family, gaps)));
        return gaps;
    }

    private static void add(ServiceSpec service, Family family, Set<LocalGap> gaps) {
        if (service.policy().internalLocal()) {
            gaps.add(new LocalGap(family, false));
        }
        if (service.policy().externalLocal()) {
            gaps.add(new LocalGap(family, true));
        }
    }

    private static boolean hasGap(ServiceSpec service, ServiceView view, Family family, NodeView node) {
        Backends backends = new Backends(view.slices());
        for (ServicePort port : service.ports()) {
            EndpointSelection endpoints = new EndpointSelection(backends.of(port, family), node);
            if (RealServer.areQuiet(endpoints.local().values())
                    && !RealServer.areQuiet(endpoints.cluster().values())) {
                return true;
            }
        }
        return false;
    }
}
