package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.track.ServiceView;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The report of one round of the sync thread. Scheduler changes that it postponed to the next round are not counted:
 * traffic is served meanwhile.
 *
 * @param round what the core did
 * @param services how many Services were updated because they changed
 * @param applied the changed Services that the kernel now serves on this node, since the last report with a reachable
 *     kernel; none while the kernel is unreachable
 * @param node the node of this round
 * @param took from the begin of the round to the last answer
 */
public record SyncReport(RoundReport round, int services, List<ServiceView> applied, NodeView node, Duration took) {
    public SyncReport {
        applied = List.copyOf(applied);
    }

    /** Whether the kernel could be reached. */
    public boolean isReachable() {
        return round.failure().isEmpty();
    }

    /** Whether the Services are those of an earlier run. */
    public boolean isProvisional() {
        return round.state().provisional();
    }

    /** Whether every changed object was planned. */
    public boolean isComplete() {
        return round.state().waiting() == 0;
    }

    /** The results of the operations. */
    public List<ApplyReport.Result> results() {
        return round.applied().results();
    }

    /** Whether every wanted operation of this family is done. */
    public boolean isDone(Family family) {
        return isReachable() && round.applied().failures().stream().noneMatch(failure -> isOf(failure, family));
    }

    /** Whether the kernel answered every operation of this family: a refusal is an answer. */
    public boolean isAnswered(Family family) {
        return isReachable()
                && round.applied().failures().stream()
                        .filter(failure -> failure.outcome() instanceof Outcome.Lost)
                        .noneMatch(lost -> isOf(lost, family));
    }

    private static boolean isOf(ApplyReport.Result result, Family family) {
        return result.op().object().families().contains(family);
    }

    /** Why the kernel could not be reached; empty when it was. */
    public Optional<Problem> failure() {
        return round.failure();
    }

    /** Why an operation is not done, for the user. */
    public static Problem problem(Outcome failure) {
        if (failure instanceof Outcome.Refused refused) {
            return refused.problem();
        }
        if (failure instanceof Outcome.Lost lost) {
            return Problem.of("no certain answer (" + lost.reason() + "), the kernel is read again");
        }
        return Problem.of("an object that it needs is not in the kernel");
    }
}
