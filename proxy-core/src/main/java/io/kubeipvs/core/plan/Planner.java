package io.kubeipvs.core.plan;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.drain.Drains;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.Reality;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * Compares the desired state with the state that the kernel acknowledged, for the changed objects only: the cost of a
 * plan depends on what changed, however many Services exist. Planning changes nothing: it gives the same plan twice.
 *
 * @param ledger the desired state
 * @param reality the acknowledged state
 * @param drains the real servers that drain
 * @param ownership which unwanted objects are ours
 * @param kept the objects that stay as they are
 */
public record Planner(Ledger ledger, Reality reality, Drains drains, Ownership ownership, KeptObjects kept) {
    /**
     * The facts that hold for all objects of a plan.
     *
     * @param nodeFilter the wanted node-wide filter configuration
     * @param drainTimeout how long a removed server may keep its connections, 0 = as long as they last
     * @param now the time
     * @param staleFlows flows that conntrack must forget, whatever changed
     * @param isLast whether no changed object waits for a later plan
     */
    public record Terms(
            NodeFilterConfig nodeFilter,
            Duration drainTimeout,
            Instant now,
            Set<FlowOp.ForgetFlows> staleFlows,
            boolean isLast) {
        public Terms {
            staleFlows = Set.copyOf(staleFlows);
        }
    }

    /** The operations that bring the changed objects to the desired state; empty when they have it. */
    public Plan plan(ChangedObjects changed, Terms terms) {
        return kept.without(new PlanBuilder(this, terms).build(changed));
    }
}
