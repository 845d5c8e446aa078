package io.kubeipvs.core.desire;

/**
 * The kind of an address of a Service. Of two Services that claim the same address and port, the one with the earlier
 * kind gets it: the API server assigns the first two kinds, a load balancer's controller assigns the third, and every user
 * who may write a Service can request the last.
 */
public enum AddressKind {
    /** {@code spec.clusterIPs}. */
    CLUSTER_IP,
    /** An address of the node, with the Service's node ports. */
    NODE,
    /** {@code status.loadBalancer}. */
    LOAD_BALANCER,
    /** {@code spec.externalIPs}. */
    EXTERNAL_IP
}
