package io.kubeipvs.core.explain;

/** Where the first packet of a connection can end. */
public enum Fate {
    /** The address is not on this node: the packet is routed away. */
    NOT_LOCAL,
    /** A process of the node that waits at this port gets it. */
    NODE,
    /** The client gets a refusal at once. */
    REFUSED,
    /** The packet is dropped, and further packets of this client are too. */
    DROPPED,
    /** The packet is dropped while a scheduler changes. The client sends it again. */
    PAUSED,
    /** One of the real servers gets it. */
    SERVED
}
