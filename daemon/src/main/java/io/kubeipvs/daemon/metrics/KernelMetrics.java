package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
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
    private static final String KERNEL_FAMILY = "kernel_family";

    private final Counter operations;
    private final Histogram batches;
    private final Counter reads;
    private final Counter unreachable;
    private final Counter driftFound;
    private final Counter driftRepaired;
    private final Gauge draining;
    private final Gauge virtualServers;
    private final Gauge realServers;
    private boolean settled;

    /** What goes to the kernel at once. */
    private record Batch(Phase phase, String kernelFamily) {}

    KernelMetrics(Meters meters) {
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
        driftFound = meters.counter(
                "kubeipvs_drift_found_total",
                "Changes that a reading of the kernel asked for by itself",
                KERNEL_FAMILY);
        driftRepaired = meters.counter(
                "kubeipvs_drift_repaired_total", "Those of them that the kernel took at once", KERNEL_FAMILY);
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
        driftFound.labelValues(kernelFamily(result.op())).inc();
        if (result.outcome().isDone()) {
            driftRepaired.labelValues(kernelFamily(result.op())).inc();
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
        if (op instanceof FilterOp) {
            return "nft";
        }
        if (op instanceof KernelOp.ForgetFlows) {
            return "conntrack";
        }
        return op instanceof KernelOp.OnVip ? "route" : "ipvs";
    }

    /** A record's own name, "AddRealServer" as "add_real_server". */
    private static String snakeCase(Object value) {
        Stream<String> words = Stream.of(value.getClass().getSimpleName().split("(?=[A-Z])"));
        return words.map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.joining("_"));
    }
}
