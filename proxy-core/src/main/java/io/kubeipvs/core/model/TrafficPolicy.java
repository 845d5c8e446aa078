package io.kubeipvs.core.model;

/**
 * Where a Service's connections may go.
 *
 * @param internalLocal whether clients of cluster addresses reach endpoints of this node only
 * @param externalLocal whether external clients reach endpoints of this node only
 * @param affinitySeconds how long a client stays with its endpoint, in seconds; 0 = no session affinity
 */
public record TrafficPolicy(boolean internalLocal, boolean externalLocal, int affinitySeconds) {
    /** All endpoints, without session affinity. */
    public static final TrafficPolicy CLUSTER = new TrafficPolicy(false, false, 0);

    /** This policy with external clients reaching endpoints of this node only. */
    public TrafficPolicy withExternalLocal() {
        return new TrafficPolicy(internalLocal, true, affinitySeconds);
    }
}
