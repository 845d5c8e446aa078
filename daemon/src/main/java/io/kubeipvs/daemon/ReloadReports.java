package io.kubeipvs.daemon;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.ConfigWarning;
import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import java.util.List;
import java.util.stream.Collectors;

/** Reports the outcome of every change of the configuration files. Safe for use by many threads. */
final class ReloadReports implements ConfigWatch.Listener {
    private static final String FIX = "correct the file; kube-ipvs check with the flags of run tests it";

    private final ProxyMetrics metrics;
    private final EventRecorder events;
    private volatile List<Problem> problems = List.of();

    /**
     * @param metrics counts the outcomes
     * @param events takes an Event for each rejected change
     */
    ReloadReports(ProxyMetrics metrics, EventRecorder events) {
        this.metrics = metrics;
        this.events = events;
    }

    /** Reports the parts of the files that are not used. */
    void warnings(List<ConfigWarning> warnings) {
        metrics.configWarnings(warnings.size());
        if (!warnings.isEmpty()) {
            String note = warnings.stream().map(ConfigWarning::toString).collect(Collectors.joining(". "));
            events.record(new Report(Subject.THIS_NODE, Report.Reason.CONFIG_KEY_NOT_USED, note));
        }
    }

    @Override
    public void applied(ConfigFile.Content content) {
        metrics.configReloaded(true);
        warnings(content.warnings());
    }

    @Override
    public void isInForce() {
        problems = List.of();
    }

    @Override
    public void rejected(String problem) {
        problems = List.of(new Problem("an edited configuration is not in force: " + problem, FIX));
        metrics.configReloaded(false);
        events.record(new Report(Subject.THIS_NODE, Report.Reason.CONFIG_REJECTED, problem));
    }

    /** Why the last change is not in force; empty = it is. */
    List<Problem> problems() {
        return problems;
    }
}
