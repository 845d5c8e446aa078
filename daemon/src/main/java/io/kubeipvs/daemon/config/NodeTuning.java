package io.kubeipvs.daemon.config;

/**
 * Settings of the node that are not about any Service.
 *
 * @param timeouts of IPVS; may change while running
 * @param conntrack of connection tracking; may change while running
 * @param oomScoreAdj how likely the kernel ends this process when memory runs out, -1000 (never) to 1000
 */
public record NodeTuning(Timeouts timeouts, Conntrack conntrack, int oomScoreAdj) {
    /** kube-proxy's defaults. */
    public static final NodeTuning DEFAULT = new NodeTuning(Timeouts.DEFAULT, Conntrack.DEFAULT, -999);
}
