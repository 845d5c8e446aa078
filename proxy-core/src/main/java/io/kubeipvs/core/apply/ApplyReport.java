package io.kubeipvs.core.apply;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import java.util.List;

/**
 * What came of a plan.
 *
 * @param results one for each operation of the plan, in the order in which they were made
 */
public record ApplyReport(List<Result> results) {
    /** One operation and what came of it. */
    public record Result(KernelOp op, Outcome outcome) {}

    public ApplyReport {
        results = List.copyOf(results);
    }

    /** The operations after which the kernel is not known to be as wanted. */
    public List<Result> failures() {
        return results.stream().filter(r -> !r.outcome().isDone()).toList();
    }

    /** Whether something showed that our picture of the kernel is wrong or uncertain. */
    public boolean hasSurprise() {
        return results.stream().anyMatch(r -> r.outcome().isSurprise());
    }
}
