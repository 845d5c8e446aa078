package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.track.ChangeCounts;
import java.util.function.Supplier;

/** kube-proxy's counts of changes from the API server, under its names, and the number of Services that wait. */
final class ChangeMetrics {
    ChangeMetrics(Meters meters, Supplier<ChangeCounts> counts) {
        String prefix = "kubeproxy_sync_proxy_rules_";
        meters.gauge(
                prefix + "endpoint_changes_pending",
                "Pending proxy rules Endpoint changes",
                () -> counts.get().pendingSlices());
        meters.counter(
                prefix + "endpoint_changes_total",
                "Cumulative proxy rules Endpoint changes",
                () -> counts.get().slices());
        meters.gauge(
                prefix + "service_changes_pending",
                "Pending proxy rules Service changes",
                () -> counts.get().pendingServices());
        meters.counter(
                prefix + "service_changes_total",
                "Cumulative proxy rules Service changes",
                () -> counts.get().services());
        meters.gauge(
                "kubeipvs_dirty_services",
                "Services that wait for a round",
                () -> counts.get().dirty());
    }
}
