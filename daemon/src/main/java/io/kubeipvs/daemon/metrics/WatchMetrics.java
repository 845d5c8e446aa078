package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import java.time.InstantSource;
import java.util.Locale;

/** Counts lists and watches of the API server. */
public final class WatchMetrics implements WatchObserver {
    private final InstantSource clock;
    private final Counter lists;
    private final Counter ended;
    private final Gauge received;

    WatchMetrics(Meters meters, InstantSource clock) {
        this.clock = clock;
        lists = meters.counter(
                "kubeipvs_full_lists_total",
                "Full lists read from the API server; the first one at start counts too",
                "kind");
        ended = meters.counter(
                "kubeipvs_watches_ended_total",
                "Watches of the API server that ended and were opened again, by reason",
                "kind",
                "reason");
        received = meters.gauge(
                "kubeipvs_watch_last_heard_timestamp_seconds",
                "Unix time of the last list, opened watch, event or bookmark from the API server",
                "kind");
    }

    @Override
    public void watchOver(String kind, Reason reason) {
        ended.labelValues(kind, reason.name().toLowerCase(Locale.ROOT)).inc();
    }

    @Override
    public void listed(String kind, int records) {
        lists.labelValues(kind).inc();
        received(kind);
    }

    @Override
    public void opened(String kind) {
        received(kind);
    }

    @Override
    public void received(String kind) {
        received.labelValues(kind).set(clock.millis() / 1000.0);
    }
}
