package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.RoundReport;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations for each subsystem of the kernel, and the objects in it. */
final class KernelMetrics implements SyncListener {
    static final String KERNEL_FAMILY = "kernel_family";

    private final Counter operations;
    private final Histogram batches;
    private final Counter unreachable;
    private final Drift drift;
    private final Gauge draining;
    private final Gauge virtualServers;
    private final Gauge realServers;
    private final Gauge waiting;

    /** The operations that one subsystem of the kernel gets at once. */
    private record Batch(int exchange, Subsystem subsystem) {
        static Batch of(ApplyReport.Result result) {
            return new Batch(result.exchange(), result.op().subsystem());
        }
    }

    /** Operations with the same labels. A round may have tens of thousands of each. */
    private record Kind(Subsystem subsystem, Class<?> operation, Class<?> outcome, String errno) {
        static Kind of(ApplyReport.Result result) {
            return new Kind(
                    result.op().subsystem(),
                    result.op().getClass(),
                    result.outcome().getClass(),
                    KernelMetrics.errno(result.outcome()));
        }
    }

    /** The name of a record: AddRealServer as "add_real_server". */
    private static final ClassValue<String> SNAKE_CASE = new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> type) {
            return Stream.of(type.getSimpleName().split("(?=[A-Z])"))
                    .map(word -> word.toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining("_"));
        }
    };

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
        unreachable = meters.counter(
                "kubeipvs_kernel_unreachable_total", "Rounds that ended because the kernel could not be reached");
        draining = meters.gauge(
                "kubeipvs_draining_servers",
                "Removed real servers that have connections, or whose connections were not counted yet");
        virtualServers = meters.gauge("kubeipvs_virtual_servers", "Virtual servers in the kernel, of all programs");
        waiting = meters.gauge(
                "kubeipvs_waiting_objects",
                "Kernel objects that changed and wait for the next plan: after a start, or while all schedulers change");
        realServers = meters.gauge("kubeipvs_real_servers", "Real servers behind the virtual servers in the kernel");
    }

    @Override
    public void roundEnded(SyncReport report) {
        RoundReport round = report.round();
        if (!report.isReachable()) {
            unreachable.inc();
            return;
        }
        report.results().stream()
                .collect(Collectors.groupingBy(Kind::of, Collectors.counting()))
                .forEach(this::count);
        report.results().stream()
                .filter(result -> !(result.outcome() instanceof Outcome.Skipped))
                .collect(Collectors.groupingBy(Batch::of, Collectors.counting()))
                .forEach((batch, size) ->
                        batches.labelValues(kernelFamily(batch.subsystem())).observe(size));
        round.drift().forEach(this::countDrift);
        round.preparation().ifPresent(made -> made.repaired().forEach(drift::prepared));
        draining.set(round.state().draining());
        virtualServers.set(round.state().virtualServers());
        realServers.set(round.state().realServers());
        waiting.set(round.state().waiting());
    }

    private void count(Kind kind, long number) {
        operations
                .labelValues(
                        kernelFamily(kind.subsystem()),
                        SNAKE_CASE.get(kind.operation()),
                        SNAKE_CASE.get(kind.outcome()),
                        kind.errno())
                .inc(number);
    }

    private void countDrift(ApplyReport.Result result) {
        drift.found(result.op().subsystem());
        if (result.outcome().isDone()) {
            drift.repaired(result.op().subsystem());
        }
    }

    /** Only names of errnos: other words would be values of a label without end. */
    private static String errno(Outcome outcome) {
        String reason = reason(outcome);
        boolean isName =
                reason.length() > 1 && reason.charAt(0) == 'E' && reason.chars().allMatch(KernelMetrics::isUpper);
        return isName ? reason : "";
    }

    private static boolean isUpper(int letter) {
        return letter >= 'A' && letter <= 'Z' || letter >= '0' && letter <= '9';
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

    /** As users know the part of the kernel behind it. */
    static String kernelFamily(Subsystem subsystem) {
        return switch (subsystem) {
            case IPVS -> "ipvs";
            case VIPS -> "route";
            case FILTER -> "nft";
            case FLOWS -> "conntrack";
        };
    }
}
