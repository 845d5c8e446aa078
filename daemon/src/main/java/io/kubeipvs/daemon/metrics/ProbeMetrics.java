package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.health.ProbeObserver;
import io.prometheus.metrics.core.metrics.Counter;

/** kube-proxy's counts of answers to its own probes, under its names. */
final class ProbeMetrics implements ProbeObserver {
    private final Counter healthz;
    private final Counter livez;

    ProbeMetrics(Meters meters) {
        healthz = meters.counter("kubeproxy_proxy_healthz_total", "Cumulative proxy healthz HTTP status", "code");
        livez = meters.counter("kubeproxy_proxy_livez_total", "Cumulative proxy livez HTTP status", "code");
    }

    @Override
    public void answered(String path, int status) {
        if (path.equals("/healthz")) {
            healthz.labelValues(Integer.toString(status)).inc();
        } else if (path.equals("/livez")) {
            livez.labelValues(Integer.toString(status)).inc();
        }
    }
}
