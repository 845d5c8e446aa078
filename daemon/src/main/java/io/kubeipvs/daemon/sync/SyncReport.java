package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Family;
import java.time.Duration;

/**
 * What one round of the sync thread did. Other schedulers that it left for the next round are no part of it: traffic goes
 * where it should meanwhile.
 *
 * @param services how many Services were looked at because they changed
 * @param audited whether the kernel was read first
 * @param result what came of the operations
 * @param draining how many real servers drain after it
 * @param took from the first look to the last answer
 */
public record SyncReport(int services, boolean audited, ApplyReport result, int draining, Duration took) {
    /** Whether every operation of this family that was wanted is done. */
    public boolean isDone(Family family) {
        return result.failures().stream()
                .noneMatch(failure -> FamilyOf.operation(failure.op()).contains(family));
    }

    /** Whether the kernel was told everything of this family: what it refuses counts as told. */
    public boolean isTold(Family family) {
        return result.failures().stream()
                .filter(failure -> failure.outcome() instanceof Outcome.Lost)
                .noneMatch(lost -> FamilyOf.operation(lost.op()).contains(family));
    }
}
