package io.kubeipvs.core.model;

/**
 * Where a Service's connections may go.
 *
 * @param internalLocal whether the cluster addresses lead to endpoints of this node only
 * @param externalLocal whether askers from outside are led to endpoints of this node only
 * @param affinitySeconds how long a client sticks to its endpoint, in seconds; 0 = it does not
 */
public record TrafficPolicy(boolean internalLocal, boolean externalLocal, int affinitySeconds) {
    /** To every endpoint, each time anew. */
    public static final TrafficPolicy CLUSTER = new TrafficPolicy(false, false, 0);
}
