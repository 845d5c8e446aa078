package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.TrafficPolicy;

/**
 * An address at which a Service can be asked.
 *
 * @param ip the address
 * @param kind what it is to the Service
 */
record ServiceAddress(Ip ip, Kind kind) {
    enum Kind {
        CLUSTER_IP,
        LOAD_BALANCER,
        EXTERNAL_IP,
        /** One of the node's own, where the Service has its node ports. */
        NODE
    }

    /** The port on this address, 0 = none. */
    int port(ServicePort port) {
        return kind == Kind.NODE ? port.nodePort() : port.port();
    }

    /** Whether askers from outside are led to endpoints of this node only. */
    boolean isLocal(TrafficPolicy policy) {
        return kind == Kind.CLUSTER_IP ? policy.internalLocal() : policy.externalLocal();
    }

    /** Whether askers inside, pods and the node itself, get another list of endpoints than those from outside. */
    boolean isSplit(TrafficPolicy policy) {
        return kind != Kind.CLUSTER_IP && policy.externalLocal();
    }
}
