package io.kubeipvs.daemon.health;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.sync.SyncReport;
import java.util.List;
import java.util.Optional;

/** The operations that the kernel refused or gave no certain answer to, as one problem while any of them is pending. Used under its owner's lock. */
final class PendingOperations {
    private int count;
    private Optional<Problem> last = Optional.empty();

    void roundEnded(SyncReport report) {
        count = report.round().state().pending();
        report.round().applied().failures().stream()
                .flatMap(failure -> problem(failure).stream())
                .findFirst()
                .ifPresent(problem -> last = Optional.of(problem));
        if (count == 0) {
            last = Optional.empty();
        }
    }

    /** Empty for an operation that was not tried, because of another one that failed. */
    private static Optional<Problem> problem(ApplyReport.Result failure) {
        if (failure.outcome() instanceof Outcome.Refused refused) {
            return Optional.of(refused.problem());
        }
        return failure.outcome() instanceof Outcome.Lost lost
                ? Optional.of(Problem.of(failure.op() + ": no certain answer (" + lost.reason() + ")"))
                : Optional.empty();
    }

    List<Problem> problems() {
        return last
                .map(problem -> new Problem(
                        count + " kernel objects are not as wanted, and are tried again; for instance "
                                + problem.cause(),
                        problem.fix()))
                .stream()
                .toList();
    }
}
