package io.kubeipvs.daemon.kernel.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.Probe;
import io.kubeipvs.daemon.config.FilterTuning;
import java.util.List;

/** The bits of a packet's mark: one bit cannot have two meanings. */
record MarkBitsProbe(FilterTuning tuning) implements Probe {
    private static final String WHAT = "packet marks";

    @Override
    public List<CheckResult> run() {
        int masquerade = tuning.masqueradeBit();
        int transit = tuning.transitBit();
        return List.of(
                masquerade == transit
                        ? CheckResult.missing(
                                WHAT,
                                "iptables.masqueradeBit and transitMarkBit are both " + masquerade,
                                "set transitMarkBit to a bit that no other program uses")
                        : CheckResult.ok(WHAT, "bits " + masquerade + " and " + transit + " are for kube-ipvs alone"));
    }
}
