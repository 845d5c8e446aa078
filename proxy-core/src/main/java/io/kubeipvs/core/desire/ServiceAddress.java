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
record ServiceAddress(Ip ip, AddressKind kind) {
    /** The port on this address, 0 = none. */
    int port(ServicePort port) {
        return kind == AddressKind.NODE ? port.nodePort() : port.port();
    }

    /** Whether external clients reach endpoints of this node only. */
    boolean isLocal(TrafficPolicy policy) {
        return kind == AddressKind.CLUSTER_IP ? policy.internalLocal() : policy.externalLocal();
    }

    /** Whether in-cluster clients get another list of endpoints than external clients. */
    boolean isSplit(TrafficPolicy policy) {
        return kind != AddressKind.CLUSTER_IP && policy.externalLocal();
    }
}
