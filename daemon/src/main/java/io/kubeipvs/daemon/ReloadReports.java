package io.kubeipvs.daemon;

import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.metrics.ProxyMetrics;

/**
 * Reports the outcome of every change of the configuration files.
 *
 * @param metrics counts the outcomes
 * @param events takes an Event for each rejected change
 */
record ReloadReports(ProxyMetrics metrics, EventRecorder events) implements ConfigWatch.Listener {
    @Override
    public void applied() {
        metrics.configReloaded(true);
    }

    @Override
    public void rejected(String problem) {
        metrics.configReloaded(false);
        events.record(new Report(Subject.THIS_NODE, Report.Reason.CONFIG_REJECTED, problem));
    }
}
