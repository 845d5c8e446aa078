package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The program's meters. Names and buckets are kube-proxy's where it has the same thing. */
public final class ProxyMetrics implements SyncListener, WatchObserver {
    /** One sync serves both families; kube-proxy has one of each, and dashboards ask by this label. */
    private static final List<String> IP_FAMILIES = List.of("IPv4", "IPv6");

    private static final Duration[] SYNC_BUCKETS = IntStream.range(0, 15)
            .mapToObj(power -> Duration.ofMillis(1L << power))
            .toArray(Duration[]::new);

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<Timer> syncs = IP_FAMILIES.stream().map(this::syncTimer).toList();
    private final AtomicLong lastSyncMillis = new AtomicLong();
    private final AtomicInteger draining = new AtomicInteger();
    private volatile Map<RefusedAddress.Reason, Long> refused = Map.of();
    private final Counter audits = Counter.builder("kubeipvs_kernel_reads")
            .description("Times the kernel's whole state was read: at start, by the audit, after a surprise")
            .register(registry);
    private final Counter unreachable = Counter.builder("kubeipvs_kernel_unreachable")
            .description("Rounds that ended because the kernel could not be reached")
            .register(registry);

    public ProxyMetrics(RejectedObjects rejected) {
        Gauge.builder("kubeproxy_sync_proxy_rules_last_timestamp_seconds", () -> lastSyncMillis.get() / 1000.0)
                .description("The last time proxy rules were successfully synced")
                .register(registry);
        Gauge.builder("kubeipvs_draining_servers", draining::get)
                .description("Real servers that left and still have connections, or were not yet seen without")
                .register(registry);
        for (RefusedAddress.Reason reason : RefusedAddress.Reason.values()) {
            Gauge.builder("kubeipvs_refused_addresses", () -> refused.getOrDefault(reason, 0L))
                    .description("Addresses that Services ask for and do not get; the log says which")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        for (String kind : RejectedObjects.KINDS) {
            Gauge.builder("kubeipvs_rejected_objects", () -> rejected.count(kind))
                    .description("Objects that cannot be used as they stand; the log says why")
                    .tag("kind", kind)
                    .register(registry);
        }
    }

    private Timer syncTimer(String family) {
        return Timer.builder("kubeproxy_sync_proxy_rules_duration_seconds")
                .description("SyncProxyRules latency in seconds")
                .tag("ip_family", family)
                .serviceLevelObjectives(SYNC_BUCKETS)
                .register(registry);
    }

    @Override
    public void synced(SyncReport report) {
        if (report.audited()) {
            audits.increment();
        }
        report.result().results().forEach(this::count);
        draining.set(report.draining());
        if (report.services() > 0 || !report.result().results().isEmpty()) {
            syncs.forEach(sync -> sync.record(report.took()));
        }
        if (report.result().failures().isEmpty()) {
            lastSyncMillis.set(System.currentTimeMillis());
        }
    }

    @Override
    public void refusedNow(Collection<List<RefusedAddress>> ofServices) {
        refused = ofServices.stream()
                .flatMap(List::stream)
                .collect(Collectors.groupingBy(RefusedAddress::reason, Collectors.counting()));
    }

    @Override
    public void unreachable() {
        unreachable.increment();
    }

    @Override
    public void watchOver(String kind, Reason reason) {
        Counter.builder("kubeipvs_watches_ended")
                .description("Watches of the API server that were over and opened again, by why")
                .tag("kind", kind)
                .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .increment();
    }

    @Override
    public void listed(String kind, int records) {
        Counter.builder("kubeipvs_full_lists")
                .description("Full lists read from the API server; the first one at start counts too")
                .tag("kind", kind)
                .register(registry)
                .increment();
    }

    private void count(ApplyReport.Result result) {
        Counter.builder("kubeipvs_operations")
                .description("Changes asked of the kernel, by kind and by what came of them")
                .tag("operation", snakeCase(result.op()))
                .tag("outcome", snakeCase(result.outcome()))
                .tag("errno", result.outcome() instanceof Outcome.Refused refused ? refused.reason() : "")
                .register(registry)
                .increment();
    }

    /** A record's own name, "AddRealServer" as "add_real_server". */
    private static String snakeCase(Object value) {
        Stream<String> words = Stream.of(value.getClass().getSimpleName().split("(?=[A-Z])"));
        return words.map(word -> word.toLowerCase(Locale.ROOT)).collect(Collectors.joining("_"));
    }

    /** The page in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }
}
