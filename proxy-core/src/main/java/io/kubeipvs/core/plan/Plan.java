package io.kubeipvs.core.plan;

import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The operations of one round. Its text is one operation a line, in the order in which they are made.
 *
 * @param objects those that were compared
 * @param steps in order
 * @param draining the real servers that drain, for each virtual server that was compared
 * @param later objects that need more than this plan does: the next plan follows at once
 * @param time when it was made; a drain that it begins starts then
 */
public record Plan(
        Set<KernelObject> objects,
        List<Step> steps,
        Map<VirtualServer.Key, Set<RealServer.Key>> draining,
        Set<KernelObject> later,
        Instant time) {
    /** Operations of one phase that may be made in any order. */
    public record Step(Phase phase, List<KernelOp> operations) {
        public Step {
            operations = List.copyOf(operations);
        }
    }

    public Plan {
        objects = Set.copyOf(objects);
        steps = List.copyOf(steps);
        draining = Map.copyOf(draining);
        later = Set.copyOf(later);
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return steps.isEmpty();
    }

    /**
     * The operations that are sent together, in the order in which they are made. The next ones are sent when every answer to
     * them has arrived.
     */
    public List<List<KernelOp>> exchanges() {
        List<List<KernelOp>> exchanges = new ArrayList<>();
        Phase before = null;
        for (Step step : steps) {
            if (before == null || !step.phase().needsNoAnswerTo(before)) {
                exchanges.add(new ArrayList<>());
            }
            exchanges.get(exchanges.size() - 1).addAll(step.operations());
            before = step.phase();
        }
        return exchanges;
    }

    /** All operations, in the order in which they are made. */
    public List<KernelOp> operations() {
        return steps.stream().flatMap(step -> step.operations().stream()).toList();
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        operations().forEach(op -> text.append(op).append('\n'));
        return text.toString();
    }
}
