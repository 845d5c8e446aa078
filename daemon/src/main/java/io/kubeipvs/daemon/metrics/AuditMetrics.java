package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.sync.AuditObserver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** How far the audit is. */
final class AuditMetrics implements AuditObserver {
    private final InstantSource clock;
    private volatile Progress progress = new Progress(Instant.MAX, 0, 0);

    AuditMetrics(Meters meters, InstantSource clock) {
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

    @Override
    public void progressed(Progress now) {
        progress = now;
    }
}
