package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.sync.AuditObserver;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** How far the audit is. */
public final class AuditMetrics implements AuditObserver {
    private final MonotonicClock clock;
    private volatile Progress progress = new Progress(Instant.MAX, 0, 0, Optional.empty());

    AuditMetrics(Meters meters, MonotonicClock clock) {
        this.clock = clock;
        meters.gauge(
                "kubeipvs_audit_oldest_seconds",
                "Time since the kernel object was read that was not compared with the kernel for longest",
                this::oldestSeconds);
        meters.counter(
                "kubeipvs_audit_passes_total",
                "Passes of the audit in which every kernel object was compared once",
                () -> progress.passes());
        meters.counter(
                "kubeipvs_audit_failures_total",
                "Readings of the audit that failed and were tried again",
                () -> progress.failures());
    }

    /** 0 before the kernel was read. */
    private double oldestSeconds() {
        Instant since = progress.checkedSince();
        return since.equals(Instant.MAX)
                ? 0
                : Duration.between(since, clock.instant()).toMillis() / 1000.0;
    }

    /** The progress. Safe to call from any thread. */
    public Progress progress() {
        return progress;
    }

    /** Why the kernel cannot be read; empty = it can. */
    public List<Problem> problems() {
        return progress.problem().stream().toList();
    }

    @Override
    public void progressed(Progress now) {
        progress = now;
    }
}
