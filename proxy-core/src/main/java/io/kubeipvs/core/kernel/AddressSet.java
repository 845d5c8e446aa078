package io.kubeipvs.core.kernel;

/** The packet filter's sets of single addresses. */
public enum AddressSet {
    /** The VIPs on the dummy link: on them only the ports of Services can be reached. */
    VIPS,
    /** Endpoints of this node: one that asks a Service and is led to itself is seen with the node's address. */
    HAIRPINS
}
