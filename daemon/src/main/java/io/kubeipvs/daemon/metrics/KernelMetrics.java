package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.daemon.kernel.Subsystem;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is asked of the kernel, part by part of it, and what it holds. */
final class KernelMetrics implements SyncListener {
    static final String KERNEL_FAMILY = "kernel_family";

    private final Counter operations;
    private final Histogram batches;
    private final Counter reads;
    private final Counter unreachable;
    private final Drift drift;
    private final Gauge draining;
    private final Gauge virtualServers;
    private final Gauge realServers;
    private boolean settled;

    /** What goes to the kernel at once. */
    private record Batch(Phase phase, String kernelFamily) {}

    KernelMetrics(Meters meters, Drift drift) {
        this.drift = drift;
        operations = meters.counter(
                "kubeipvs_operations_total",
                "Changes asked of the kernel, by kind and by what came of them",
                KERNEL_FAMILY,
                "operation",
                "outcome",
                "errno");
        batches = meters.histogram(
                "kubeipvs_batch_operations",
                "Changes that were handed to the kernel at once",
                Meters.doubles(1, 15),
                KERNEL_FAMILY);
        reads = meters.counter(
                "kubeipvs_kernel_reads_total",
                "Times the kernel's whole state was read: at start, by the audit, after a surprise");
        unreachable = meters.counter(
                "kubeipvs_kernel_unreachable_total", "Rounds that ended because the kernel could not be reached");
        draining = meters.gauge(
                "kubeipvs_draining_servers",
                "Real servers that left and still have connections, or were not yet seen without");
        virtualServers = meters.gauge("kubeipvs_virtual_servers", "Virtual servers in the kernel, whoever's they are");
        realServers = meters.gauge("kubeipvs_real_servers", "Real servers behind the virtual servers in the kernel");
    }

    @Override
    public void synced(SyncReport report) {
        if (report.audited()) {
            reads.inc();
        }
        report.result().results().forEach(this::count);
        report.result().results().stream()
                .filter(result -> !(result.outcome() instanceof Outcome.Skipped))
                .map(result -> new Batch(result.op().phase(), kernelFamily(result.op())))
                .collect(Collectors.groupingBy(batch -> batch, Collectors.counting()))
                .forEach((batch, size) ->
                        batches.labelValues(batch.kernelFamily()).observe(size));
        if (report.audited() && report.services() == 0 && settled) {
            report.result().results().forEach(this::countDrift);
        }
        settled = report.result().failures().isEmpty() && report.draining() == 0;
        draining.set(report.draining());
    }

    @Override
    public void unreachable() {
        unreachable.inc();
        settled = false;
    }

    @Override
    public void holds(int virtual, int real) {
        virtualServers.set(virtual);
        realServers.set(real);
    }

    private void count(ApplyReport.Result result) {
        operations
                .labelValues(
                        kernelFamily(result.op()),
                        snakeCase(result.op()),
                        snakeCase(result.outcome()),
                        errno(result.outcome()))
                .inc();
    }

    /** Nothing had changed and nothing was owed, so somebody else changed the kernel. */
    private void countDrift(ApplyReport.Result result) {
        drift.found(Subsystem.of(result.op()));
        if (result.outcome().isDone()) {
            drift.repaired(Subsystem.of(result.op()));
        }
    }

    /** Only names of errnos: other words would be values of a label without end. */
    private static String errno(Outcome outcome) {
        String reason = reason(outcome);
        return reason.matches("E[A-Z0-9]+") ? reason : "";
    }

    private static String reason(Outcome outcome) {
        if (outcome instanceof Outcome.Refused refused) {
            return refused.reason();
        }
        if (outcome instanceof Outcome.AlreadySo already) {
            return already.reason();
        }
        return outcome instanceof Outcome.Lost lost ? lost.reason() : "";
    }

    private static String kernelFamily(KernelOp op) {
        return kernelFamily(Subsystem.of(op));
    }

    /** As users know the part of the kernel behind it. */
    static String kernelFamily(Subsystem door) {
        return switch (door) {
            case IPVS -> "ipvs";
            case VIPS -> "route";
            case FILTER -> "nft";
            case FLOWS -> "conntrack";
        };
    }

    /** A record's own name, "AddRealServer" as "add_real_server". */
    private static String snakeCase(Object value) {
        Stream<String> words = Stream.of(value.getClass().getSimpleName().split("(?=[A-Z])"));
        return words.map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.joining("_"));
    }
}
