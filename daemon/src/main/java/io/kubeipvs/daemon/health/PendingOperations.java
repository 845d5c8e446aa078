package io.kubeipvs.daemon.health;

import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.sync.SyncReport;
import java.util.List;
import java.util.Optional;

/** The operations that the kernel refused, as one problem while any of them is pending. Used under its owner's lock. */
final class PendingOperations {
    private int count;
    private Optional<Problem> last = Optional.empty();

    void roundEnded(SyncReport report) {
        count = report.round().state().pending();
        report.round().applied().failures().stream()
                .filter(failure -> failure.outcome() instanceof Outcome.Refused)
                .findFirst()
                .ifPresent(failure -> last = Optional.of(((Outcome.Refused) failure.outcome()).problem()));
        if (count == 0) {
            last = Optional.empty();
        }
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
