package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.check.ConfigProbe;
import io.kubeipvs.daemon.commands.check.CheckAnswer;
import io.kubeipvs.daemon.commands.check.ModuleFiles;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.ConfigInForce;
import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.metrics.Exercised;
import io.kubeipvs.daemon.metrics.ProxyMetrics;
import io.kubeipvs.daemon.work.Workers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where an operator sees that a part of the configuration files is not used. */
class ReloadReportsTest {
    private static final String HEAD = "apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n";
    private static final String NOTE =
            "ipvs.schedular: there is no such key; remove it, or write the nearest key ipvs.scheduler";

    @TempDir
    private Path folder;

    private final List<Report> events = new CopyOnWriteArrayList<>();
    private final ProxyMetrics metrics = new ProxyMetrics(
            new RejectedObjects(events::add),
            new ChangeTracker(() -> {})::counts,
            InstantSource.system(),
            Exercised.BUILD);
    private final ReloadReports reports = new ReloadReports(metrics, events::add);

    @Test
    void atStartAnEventAMetricAndCheckNameIt() throws Exception {
        Path file = write("ipvs: {schedular: sh}\nmetadata: {name: x}\n");
        ConfigFile.Content content = ConfigFile.at(file).read(Config.DEFAULT);
        reports.warnings(content.warnings());
        assertThat(events)
                .containsExactly(new Report(
                        Subject.THIS_NODE,
                        Report.Reason.CONFIG_KEY_NOT_USED,
                        NOTE + ". metadata: there is no such key; remove it"));
        assertThat(metrics.scrape()).contains("kubeipvs_config_warnings 2.0");
        assertThat(table(new ConfigProbe(content.warnings()))).isEqualTo("""
            WHAT           STATE    DETAIL
            configuration  WARNING  ipvs.schedular: there is no such key
                           fix: remove it, or write the nearest key ipvs.scheduler
            configuration  WARNING  metadata: there is no such key
                           fix: remove it
            ready, with 2 warnings
            """);
    }

    @Test
    void withoutUnknownKeysThereIsNone() {
        reports.warnings(List.of());
        assertThat(events).isEmpty();
        assertThat(metrics.scrape()).contains("kubeipvs_config_warnings 0.0");
        assertThat(table(new ConfigProbe(List.of()))).contains("OK", "every key is known", "ready");
    }

    @Test
    void anEditIsReportedLikewiseAndTaken() throws Exception {
        Path file = write("ipvs: {scheduler: sh}\n");
        ConfigInForce inForce = new ConfigInForce(ConfigFile.at(file).read(Config.DEFAULT));
        try (CapturedLog log = new CapturedLog();
                ConfigWatch watch = new ConfigWatch(ConfigFile.at(file), Config.DEFAULT, inForce, reports)) {
            watch.start(Workers.unobserved());
            Path next = Files.writeString(folder.resolve("next"), HEAD + "ipvs: {schedular: sh, scheduler: nq}\n");
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
            Await.until(() -> assertThat(events).extracting(Report::note).containsExactly(NOTE));
            assertThat(inForce.current().settings().scheduler()).hasToString("nq");
            assertThat(metrics.scrape())
                    .contains("kubeipvs_config_warnings 1.0", "kubeipvs_config_reloads_total{outcome=\"applied\"} 1.0");
            Await.until(() -> assertThat(log.lines("config_key_not_used"))
                    .singleElement()
                    .asString()
                    .endsWith(
                            "config_key_not_used key=\"ipvs.schedular\" cause=\"there is no such key\" fix=\"remove it,"
                                    + " or write the nearest key ipvs.scheduler\""));
        }
    }

    private Path write(String lines) throws Exception {
        return Files.writeString(folder.resolve("config.conf"), HEAD + lines);
    }

    private static String table(ConfigProbe probe) {
        return new CheckAnswer(probe.run(), ModuleFiles.ofThisKernel()).text(Style.PLAIN, false);
    }
}
