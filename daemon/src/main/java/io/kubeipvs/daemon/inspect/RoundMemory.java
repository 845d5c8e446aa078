package io.kubeipvs.daemon.inspect;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The state after the last round, and the operations that failed since they last succeeded. The sync thread writes it; any
 * thread reads it and never waits.
 */
public final class RoundMemory implements SyncListener {
    /** So many failed operations are remembered. */
    static final int MOST = 100;

    private final MonotonicClock clock;
    private final Map<KernelObject, Failure> failures = new LinkedHashMap<>();
    private volatile Snapshot snapshot = new Snapshot(Optional.empty(), List.of(), 0);
    private long drift;

    /** An operation that failed. */
    public record Failure(String operation, Problem problem, int attempts, Instant first) {}

    /**
     * The state at one moment.
     *
     * @param state after the last round; empty before the first one
     * @param failures some of the operations that are tried again
     * @param drift the operations since the start that repaired changes of other programs
     */
    public record Snapshot(Optional<RoundReport.State> state, List<Failure> failures, long drift) {}

    public RoundMemory(MonotonicClock clock) {
        this.clock = clock;
    }

    /** The state now. Safe to call from any thread. */
    public Snapshot now() {
        return snapshot;
    }

    @Override
    public void roundEnded(SyncReport report) {
        RoundReport round = report.round();
        round.applied().results().forEach(this::take);
        if (round.state().pending() == 0) {
            failures.clear();
        }
        drift += round.drift().size();
        snapshot = new Snapshot(Optional.of(round.state()), List.copyOf(failures.values()), drift);
    }

    private void take(ApplyReport.Result result) {
        KernelObject object = result.op().object();
        if (result.outcome().isDone()) {
            failures.remove(object);
            return;
        }
        if (result.outcome() instanceof Outcome.Skipped) {
            return; // the operation that it depends on is in the list
        }
        Failure before = failures.get(object);
        if (before != null || failures.size() < MOST) {
            failures.put(
                    object,
                    new Failure(
                            result.op().toString(),
                            SyncReport.problem(result.outcome()),
                            before == null ? 1 : before.attempts() + 1,
                            before == null ? clock.instant() : before.first()));
        }
    }
}
