package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.track.ChangeCounts;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.health.Degraded;
import io.kubeipvs.daemon.health.ProbeObserver;
import io.kubeipvs.daemon.http.Page;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.api.RequestObserver;
import io.kubeipvs.daemon.kernel.KernelObserver;
import io.kubeipvs.daemon.servercheck.CheckObserver;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.daemon.traffic.TrafficPage;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The program's meters. Names, labels and buckets are kube-proxy's where it has the same thing. Nothing is kept for each
 * Service, so the page does not grow with them.
 */
public final class ProxyMetrics implements SyncListener {
    private static final String APPLIED = "applied";
    private static final String REJECTED = "rejected";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Exposition exposition = new Exposition(registry);
    private final SyncMetrics syncs;
    private final KernelMetrics kernel;
    private final ObjectMetrics objects;
    private final WatchMetrics watches;
    private final DoorMetrics doors;
    private final RequestMetrics requests;
    private final ProbeMetrics probes;
    private final WorkerMetrics workers;
    private final AuditMetrics audit;
    private final CheckMetrics checks;
    private final Counter configReloads;
    private final Gauge configWarnings;
    private final Meters meters;

    /**
     * @param changes of Services and slices, at each request
     * @param build of the program
     */
    public ProxyMetrics(
            RejectedObjects rejected, Supplier<ChangeCounts> changes, InstantSource clock, BuildInfo build) {
        meters = new Meters(registry.getPrometheusRegistry());
        syncs = new SyncMetrics(meters, clock);
        new ChangeMetrics(meters, changes);
        kernel = new KernelMetrics(meters, new Drift(meters));
        audit = new AuditMetrics(meters, MonotonicClock.SYSTEM);
        objects = new ObjectMetrics(registry, rejected);
        watches = new WatchMetrics(meters, clock);
        doors = new DoorMetrics(meters);
        requests = new RequestMetrics(meters);
        probes = new ProbeMetrics(meters);
        workers = new WorkerMetrics(meters);
        checks = new CheckMetrics(meters);
        configReloads = meters.counter(
                "kubeipvs_config_reloads_total", "Changes of the configuration files, by what came of them", "outcome");
        List.of(APPLIED, REJECTED).forEach(configReloads::initLabelValues);
        configWarnings = meters.gauge(
                "kubeipvs_config_warnings", "Parts of the configuration files that are not used, such as unknown keys");
        ProcessMetrics.add(meters, Path.of("/proc/self"));
        ProgramMetrics.add(meters, registry, build);
    }

    /** A change is to be brought to the kernel. Called from any thread. */
    public void queued() {
        syncs.queued();
    }

    @Override
    public void roundEnded(SyncReport report) {
        syncs.roundEnded(report);
        kernel.roundEnded(report);
        objects.after(report.round().state());
    }

    /** The configuration was read anew because a file changed, and taken or refused. */
    public void configReloaded(boolean taken) {
        configReloads.labelValues(taken ? APPLIED : REJECTED).inc();
    }

    /** So many parts of the configuration files are not used. */
    public void configWarnings(int count) {
        configWarnings.set(count);
    }

    /** Shows these conditions. Called once. */
    public void show(Degraded degraded) {
        Map<String, DoubleSupplier> values = new TreeMap<>();
        for (Degraded.Reason reason : Degraded.Reason.values()) {
            values.put(reason.label(), () -> degraded.of(reason).size());
        }
        meters.gauges(
                "kubeipvs_degraded",
                "Conditions that an operator should end although the proxy works; /healthz lists cause and fix",
                "reason",
                values);
    }

    /** Shows the data path. Called once. */
    public void show(DataPath path) {
        Map<String, DoubleSupplier> values = new TreeMap<>();
        for (DataPath each : List.of(DataPath.IPVS, DataPath.NFTABLES)) {
            values.put(each.text(), () -> each == path ? 1 : 0);
        }
        meters.gauges(
                "kubeipvs_data_path",
                "Whether this part of the kernel carries Services out: 1 for the one that does, else 0",
                "path",
                values);
    }

    /** Shows the traffic of Services. Called once. */
    public void show(Supplier<TrafficPage> traffic) {
        meters.registry().register(new TrafficMetrics(traffic));
    }

    /** Counts and shows the health checks of servers. */
    public CheckObserver serverChecks() {
        return checks;
    }

    /** Counts what happens to the watches. */
    public WatchMetrics watches() {
        return watches;
    }

    /** Counts requests to the API server. */
    public RequestObserver requests() {
        return requests;
    }

    /** Counts what passes the doors to the kernel. */
    public KernelObserver doors() {
        return doors;
    }

    /** Shows the progress of the audit. */
    public AuditMetrics audit() {
        return audit;
    }

    /** Counts the failures of threads. */
    public WorkerObserver workers() {
        return workers;
    }

    /** Counts the answers to probes. */
    public ProbeObserver probes() {
        return probes;
    }

    /** The page, in the format that the client prefers: OpenMetrics, else Prometheus' text. */
    public Page page(String accept) {
        return exposition.page(accept);
    }

    /** The page in Prometheus' text format. */
    public String scrape() {
        return page("").body();
    }
}
