package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.kernel.Subsystem;
import io.prometheus.metrics.core.metrics.Counter;

/** Changes of the kernel by other programs, and their repairs. */
final class Drift {
    private final Counter found;
    private final Counter repaired;

    Drift(Meters meters) {
        found = meters.counter(
                "kubeipvs_drift_found_total",
                "Changes by other programs that a reading of the kernel found",
                KernelMetrics.KERNEL_FAMILY);
        repaired = meters.counter(
                "kubeipvs_drift_repaired_total",
                "Those of them that were repaired at once",
                KernelMetrics.KERNEL_FAMILY);
    }

    void found(Subsystem subsystem) {
        found.labelValues(KernelMetrics.kernelFamily(subsystem)).inc();
    }

    void repaired(Subsystem subsystem) {
        repaired.labelValues(KernelMetrics.kernelFamily(subsystem)).inc();
    }
}
