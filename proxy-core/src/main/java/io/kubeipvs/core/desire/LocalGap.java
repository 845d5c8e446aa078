package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.track.ServiceView;
import java.util.HashSet;
import java.util.Set;

/**
 * That a Service with a traffic policy of {@code Local} has no endpoint on this node, while it has some elsewhere.
 *
 * @param family in which
 * @param external whether the external policy says so, else the internal one does
 */
public record LocalGap(Family family, boolean external) {
    /** Those of this Service on this node. Follows {@code noLocalEndpoints} of kube-proxy's metrics. */
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
            if (endpoints.local().isEmpty() && !endpoints.cluster().isEmpty()) {
                return true;
            }
        }
        return false;
    }
}
