package io.kubeipvs.core.desire;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.TrafficPolicy;

/**
 * An address of a Service.
 *
 * @param ip the address
 * @param kind its kind
 */
record ServiceAddress(Ip ip, Kind kind) {
    enum Kind {
        CLUSTER_IP,
        LOAD_BALANCER,
        EXTERNAL_IP,
        /** An address of the node, with the Service's node ports. */
        NODE
    }

    /** The port on this address, 0 = none. */
    int port(ServicePort port) {
        return kind == Kind.NODE ? port.nodePort() : port.port();
    }

    /** Whether external clients reach endpoints of this node only. */
    boolean isLocal(TrafficPolicy policy) {
        return kind == Kind.CLUSTER_IP ? policy.internalLocal() : policy.externalLocal();
    }

    /** Whether in-cluster clients get another list of endpoints than external clients. */
    boolean isSplit(TrafficPolicy policy) {
        return kind != Kind.CLUSTER_IP && policy.externalLocal();
    }
}
