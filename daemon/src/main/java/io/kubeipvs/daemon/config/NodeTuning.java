package io.kubeipvs.daemon.config;

import java.util.function.UnaryOperator;

/**
 * Kernel settings of the node that are not about any Service.
 *
 * @param timeouts of IPVS; may change while running
 * @param conntrack of connection tracking; may change while running
 * @param strictArp whether no link answers ARP for an address of another link; may change while running
 * @param oomScoreAdj how likely the kernel ends this process when memory runs out, -1000 (never) to 1000
 * @param filter the marks and ports that the packet filter uses
 */
public record NodeTuning(
        Timeouts timeouts, Conntrack conntrack, boolean strictArp, int oomScoreAdj, FilterTuning filter) {
    /** kube-proxy's defaults. */
    public static final NodeTuning DEFAULT =
            new NodeTuning(Timeouts.DEFAULT, Conntrack.DEFAULT, false, -999, FilterTuning.DEFAULT);

    /** The same with other timeouts of IPVS. */
    public NodeTuning withTimeouts(Timeouts other) {
        return new NodeTuning(other, conntrack, strictArp, oomScoreAdj, filter);
    }

    /** The same with other limits and timeouts of connection tracking. */
    public NodeTuning withConntrack(Conntrack other) {
        return new NodeTuning(timeouts, other, strictArp, oomScoreAdj, filter);
    }

    /** The same with strict ARP or without. */
    public NodeTuning withStrictArp(boolean strict) {
        return new NodeTuning(timeouts, conntrack, strict, oomScoreAdj, filter);
    }

    /** The same with another likelihood of being ended. */
    public NodeTuning withOomScoreAdj(int score) {
        return new NodeTuning(timeouts, conntrack, strictArp, score, filter);
    }

    /** The same with other marks and ports of the packet filter. */
    public NodeTuning withFilter(UnaryOperator<FilterTuning> change) {
        return new NodeTuning(timeouts, conntrack, strictArp, oomScoreAdj, change.apply(filter));
    }
}
