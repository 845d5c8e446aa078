package io.kubeipvs.daemon.metrics;

import io.kubeipvs.core.track.ChangeCounts;
import java.util.function.Supplier;

/** What kube-proxy counts of the changes that come from the API server, under its names, and the Services that wait. */
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
                "Services that need another look",
                () -> counts.get().dirty());
    }
}
