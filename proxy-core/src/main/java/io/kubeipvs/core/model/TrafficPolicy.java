package io.kubeipvs.core.model;

/**
 * Where a Service's connections may go. Built by name, from {@link #CLUSTER}.
 *
 * @param internalLocal whether clients of cluster addresses reach endpoints of this node only
 * @param externalLocal whether external clients reach endpoints of this node only
 * @param affinitySeconds how long a client stays with its endpoint, in seconds; 0 = no session affinity
 */
public record TrafficPolicy(boolean internalLocal, boolean externalLocal, int affinitySeconds) {
    /** All endpoints, without session affinity. */
    public static final TrafficPolicy CLUSTER = new TrafficPolicy(false, false, 0);

    /** The same, with clients of cluster addresses reaching endpoints of this node only, or all. */
    public TrafficPolicy withInternalLocal(boolean local) {
        return new TrafficPolicy(local, externalLocal, affinitySeconds);
    }

    /** The same, with external clients reaching endpoints of this node only, or all. */
    public TrafficPolicy withExternalLocal(boolean local) {
        return new TrafficPolicy(internalLocal, local, affinitySeconds);
    }

    /** The same with this session affinity, in seconds; 0 = none. */
    public TrafficPolicy withAffinity(int seconds) {
        return new TrafficPolicy(internalLocal, externalLocal, seconds);
    }

    /** Whether any clients reach endpoints of this node only. */
    public boolean isLocalForAny() {
        return internalLocal || externalLocal;
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof TrafficPolicy that
                        && internalLocal == that.internalLocal
                        && externalLocal == that.externalLocal
                        && affinitySeconds == that.affinitySeconds;
    }
}
