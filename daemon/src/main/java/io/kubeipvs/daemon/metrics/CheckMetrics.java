package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.servercheck.CheckObserver;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import io.prometheus.metrics.core.metrics.Counter;
import java.util.function.Supplier;

/** The health checks of servers. */
final class CheckMetrics implements CheckObserver {
    private final Meters meters;
    private final Counter checks;

    CheckMetrics(Meters meters) {
        this.meters = meters;
        checks = meters.counter("kubeipvs_health_checks_total", "Health checks of servers, by their result", "result");
        CheckOverview.RESULTS.forEach(checks::initLabelValues);
    }

    @Override
    public void checked(String result) {
        checks.labelValues(result).inc();
    }

    @Override
    public void show(Supplier<CheckOverview> overview) {
        meters.gauge(
                "kubeipvs_checked_servers",
                "Servers that have a health check",
                () -> overview.get().servers());
        meters.gauge(
                "kubeipvs_unhealthy_servers",
                "Servers that failed their health check",
                () -> overview.get().unhealthy());
        meters.gauge(
                "kubeipvs_health_check_stretch",
                "How many times longer the intervals of health checks are than chosen, because of the limit of checks in a"
                        + " second; 1 = as chosen",
                () -> overview.get().stretch());
        meters.gauge(
                "kubeipvs_health_check_late_seconds",
                "For how long the health check that waits longest is overdue",
                () -> overview.get().lateSeconds());
    }
}
