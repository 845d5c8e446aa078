package io.kubeipvs.daemon.check;

import io.kubeipvs.daemon.node.BridgeNetfilter;
import java.io.IOException;
import java.util.List;

/** Whether packets between the pods of one bridge pass through netfilter. */
public final class BridgeProbe implements Probe {
    private static final String WHAT = "bridges";

    private final BridgeNetfilter bridges;

    /** @param bridges of this node */
    public BridgeProbe(BridgeNetfilter bridges) {
        this.bridges = bridges;
    }

    @Override
    public List<CheckResult> run() {
        try {
            return List.of(bridges.problem()
                    .map(problem -> CheckResult.warning(
                            WHAT,
                            "packets between ports of " + String.join(", ", problem.bridges())
                                    + " do not pass netfilter: their pods do not reach each other through a Service",
                            problem.fix()))
                    .orElse(CheckResult.ok(WHAT, "none whose packets do not pass netfilter")));
        } catch (IOException e) {
            return List.of(CheckResult.warning(WHAT, "cannot be read: " + e, ""));
        }
    }
}
