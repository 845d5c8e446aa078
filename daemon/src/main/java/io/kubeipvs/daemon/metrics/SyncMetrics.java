package io.kubeipvs.daemon.metrics;

import static io.kubeipvs.daemon.metrics.Meters.IP_FAMILY;

import io.kubeipvs.core.desire.LocalGap;
import io.kubeipvs.core.model.ChangeTrigger;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The metrics of kube-proxy for its syncs, under its names ({@code pkg/proxy/metrics/metrics.go}). One of our rounds
 * serves both families, so it counts for both.
 */
final class SyncMetrics implements SyncListener {
    private static final double NANOS_PER_SECOND = 1e9;

    private final InstantSource clock;
    private final Instant started;
    private final Histogram durations;
    private final Histogram programming;
    private final Gauge lastSync;
    private final Gauge lastQueued;
    private final Gauge noLocalEndpoints;
    private final Map<ServiceName, Set<LocalGap>> gaps = new HashMap<>();
    /** The number of Services with each gap. */
    private final Map<LocalGap, Integer> services = new HashMap<>();

    SyncMetrics(Meters meters, InstantSource clock) {
        this.clock = clock;
        this.started = clock.instant();
        String prefix = "kubeproxy_sync_proxy_rules_";
        durations = meters.histogram(
                prefix + "duration_seconds", "SyncProxyRules latency in seconds", Meters.LATENCY, IP_FAMILY);
        programming = meters.histogram(
                "kubeproxy_network_programming_duration_seconds",
                "In Cluster Network Programming Latency in seconds",
                programmingBounds(),
                IP_FAMILY);
        lastSync = meters.gauge(
                prefix + "last_timestamp_seconds", "The last time proxy rules were successfully synced", IP_FAMILY);
        lastQueued = meters.gauge(
                prefix + "last_queued_timestamp_seconds", "The last time a sync of proxy rules was queued", IP_FAMILY);
        noLocalEndpoints = meters.gauge(
                prefix + "no_local_endpoints_total",
                "Number of services with a Local traffic policy and no endpoints",
                IP_FAMILY,
                "traffic_policy");
        Counter iptables = meters.counter(
                prefix + "iptables_restore_failures_total",
                "Cumulative proxy iptables restore failures; iptables are not used here, so always 0",
                IP_FAMILY);
        for (Family family : Family.values()) {
            iptables.initLabelValues(Meters.label(family));
        }
        showGaps();
    }

    /** 0.25, 0.5, then steps of 1 up to 59, of 5 up to 115, of 30 up to 300; in seconds. */
    private static double[] programmingBounds() {
        IntStream whole = IntStream.concat(
                IntStream.rangeClosed(1, 59),
                IntStream.concat(
                        IntStream.rangeClosed(12, 23).map(five -> 5 * five),
                        IntStream.rangeClosed(4, 10).map(thirty -> 30 * thirty)));
        return DoubleStream.concat(DoubleStream.of(0.25, 0.5), whole.asDoubleStream())
                .toArray();
    }

    /** A change is to be brought to the kernel. Called from any thread. */
    void queued() {
        for (Family family : Family.values()) {
            lastQueued.labelValues(Meters.label(family)).set(seconds(clock.instant()));
        }
    }

    /** A round that only counted connections is no sync: kube-proxy has none then either. */
    @Override
    public void roundEnded(SyncReport report) {
        if (!report.isReachable()) {
            return;
        }
        boolean isSync = report.services() > 0
                || report.round().preparation().isPresent()
                || !report.results().isEmpty();
        for (Family family : Family.values()) {
            if (isSync) {
                durations
                        .labelValues(Meters.label(family))
                        .observe(report.took().toNanos() / NANOS_PER_SECOND);
            }
            if (report.isDone(family)) {
                lastSync.labelValues(Meters.label(family)).set(seconds(clock.instant()));
            }
        }
        applied(report.applied(), report.node());
    }

    private void applied(List<ServiceView> changed, NodeView node) {
        Instant now = clock.instant();
        boolean isOther = false;
        for (ServiceView view : changed) {
            view.triggers().stream()
                    .filter(trigger -> trigger.time().isAfter(started)) // else every restart would measure its downtime
                    .forEach(trigger -> observe(trigger, now));
            isOther |= replaceGaps(view.name(), LocalGap.of(view, node));
        }
        if (isOther) {
            showGaps();
        }
    }

    /** These are the gaps of a Service. Returns whether that is new. */
    private boolean replaceGaps(ServiceName service, Set<LocalGap> found) {
        Set<LocalGap> former = found.isEmpty() ? gaps.remove(service) : gaps.put(service, found);
        Set<LocalGap> before = former == null ? Set.of() : former;
        before.forEach(gap -> services.merge(gap, -1, Integer::sum));
        found.forEach(gap -> services.merge(gap, 1, Integer::sum));
        return !found.equals(before);
    }

    private void observe(ChangeTrigger trigger, Instant now) {
        programming
                .labelValues(Meters.label(trigger.family()))
                .observe(Duration.between(trigger.time(), now).toNanos() / NANOS_PER_SECOND);
    }

    private void showGaps() {
        for (Family family : Family.values()) {
            show(new LocalGap(family, false), "internal");
            show(new LocalGap(family, true), "external");
        }
    }

    private void show(LocalGap gap, String policy) {
        noLocalEndpoints.labelValues(Meters.label(gap.family()), policy).set(services.getOrDefault(gap, 0));
    }

    private static double seconds(Instant time) {
        return time.toEpochMilli() / 1000.0;
    }
}
