package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Shows the work of the sync thread to others. The sync thread writes it, any thread reads it, and none ever waits: so it is
 * readable while the sync thread hangs.
 */
public final class ProgressBoard {
    private final MonotonicClock clock;
    private volatile Progress now;

    ProgressBoard(MonotonicClock clock) {
        this.clock = clock;
        this.now = new Progress(
                Progress.WAIT_FOR_OBJECTS,
                clock.instant(),
                0,
                Progress.Amount.NONE,
                Optional.empty(),
                Optional.empty());
    }

    /** The present work. Safe to call from any thread. */
    public Progress now() {
        return now;
    }

    /** For how long the present work lasts. Safe to call from any thread. */
    public Duration lasts() {
        return Duration.between(now.since(), clock.instant());
    }

    /** The time from this moment of the monotonic clock until now. Safe to call from any thread. */
    public Duration since(Instant earlier) {
        return Duration.between(earlier, clock.instant());
    }

    /** The sync thread begins another work. */
    void enter(String phase) {
        enter(phase, 0);
    }

    private void enter(String phase, int operations) {
        if (operations > 0 || !now.phase().equals(phase)) {
            now = now.in(phase, clock.instant(), operations);
        }
    }

    /** A round ended. */
    void roundEnded(SyncReport report, Progress.Amount services) {
        Progress next = now.withServices(services);
        now = report.failure()
                .map(next::failed)
                .orElseGet(() -> next.after(new Progress.LastRound(
                        clock.instant(),
                        report.results().size(),
                        report.took().toMillis(),
                        report.isComplete() && report.round().state().pending() == 0)));
    }

    /** The way to the kernel that shows each call while it lasts. */
    Kernel watched(Kernel kernel) {
        return new Kernel() {
            @Override
            public Preparation prepare() {
                return shown("PREPARE_KERNEL", 0, kernel::prepare);
            }

            @Override
            public KernelState observe() {
                return shown("READ_KERNEL", 0, kernel::observe);
            }

            @Override
            public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
                return shown("COUNT_CONNECTIONS", 0, () -> kernel.connections(virtualServer));
            }

            @Override
            public boolean has(Scheduler scheduler) {
                return shown("ASK_FOR_SCHEDULER", 0, () -> kernel.has(scheduler));
            }

            @Override
            public List<Outcome> apply(List<KernelOp> operations) {
                String phase = operations.isEmpty()
                        ? Progress.PLAN
                        : operations.get(0).phase().name();
                return shown(phase, operations.size(), () -> kernel.apply(operations));
            }
        };
    }

    private <T> T shown(String phase, int operations, Supplier<T> call) {
        enter(phase, operations);
        try {
            return call.get();
        } finally {
            enter(Progress.PLAN);
        }
    }
}
