package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.kernel.Subsystem;
import io.prometheus.metrics.core.metrics.Counter;

/** What another hand changed in the kernel, and what of it is as it should be again. */
final class Drift {
    private final Counter found;
    private final Counter repaired;

    Drift(Meters meters) {
        found = meters.counter(
                "kubeipvs_drift_found_total",
                "Changes that a reading of the kernel asked for by itself",
                KernelMetrics.KERNEL_FAMILY);
        repaired = meters.counter(
                "kubeipvs_drift_repaired_total",
                "Those of them that the kernel took at once",
                KernelMetrics.KERNEL_FAMILY);
    }

    void found(Subsystem door) {
        found.labelValues(KernelMetrics.kernelFamily(door)).inc();
    }

    void repaired(Subsystem door) {
        repaired.labelValues(KernelMetrics.kernelFamily(door)).inc();
    }
}
