package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.kernel.Preparation;
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

    /** Counts what a preparation repaired. @param text one of {@link Preparation#repaired}, whose first word is the kind */
    void prepared(String text) {
        String family = switch (text.substring(0, text.indexOf(' '))) {
            case "setting" -> "sysctl";
            case "link" -> KernelMetrics.kernelFamily(Subsystem.VIPS);
            case "table" -> KernelMetrics.kernelFamily(Subsystem.FILTER);
            default -> "other";
        };
        found.labelValues(family).inc();
        repaired.labelValues(family).inc();
    }

    void found(Subsystem subsystem) {
        found.labelValues(KernelMetrics.kernelFamily(subsystem)).inc();
    }

    void repaired(Subsystem subsystem) {
        repaired.labelValues(KernelMetrics.kernelFamily(subsystem)).inc();
    }
}
