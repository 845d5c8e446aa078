package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.work.WorkerObserver;
import io.prometheus.metrics.core.metrics.Counter;

/** The failures of the program's threads. */
final class WorkerMetrics implements WorkerObserver {
    private final Counter failures;

    WorkerMetrics(Meters meters) {
        failures = meters.counter(
                "kubeipvs_worker_failures_total",
                "Unexpected ends of a thread of the program; its work started again",
                "worker");
    }

    @Override
    public void created(String worker) {
        failures.initLabelValues(worker);
    }

    @Override
    public void failed(String worker) {
        failures.labelValues(worker).inc();
    }
}
