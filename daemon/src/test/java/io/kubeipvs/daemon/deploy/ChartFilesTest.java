package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.config.GeneratedText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Files that are made of others: Helm and kustomize read nothing outside of their folders. */
class ChartFilesTest {
    private static final Path CHART = Yaml.DEPLOY.resolve("helm/kube-ipvs");
    private static final Path MONITORING = Yaml.DEPLOY.resolve("monitoring");

    @Test
    void theChartHasTheAlertsAndTheDashboard() throws IOException {
        for (String name : new String[] {"alerts.yaml", "grafana-dashboard.json"}) {
            GeneratedText.of(CHART.resolve("files").resolve(name))
                    .isEqualTo(Files.readString(MONITORING.resolve(name)));
        }
    }

    @Test
    void theAlertsAreAnObjectOfPrometheusOperatorToo() throws IOException {
        String alerts = Files.readString(MONITORING.resolve("alerts.yaml"));
        String groups = alerts.substring(alerts.indexOf("groups:"))
                .replace("job=\"kube-ipvs\"", "job=\"kube-proxy\"")
                .replaceAll("(?m)^(?=.)", "  ");
        GeneratedText.of(MONITORING.resolve("prometheusrule.yaml"))
                .isEqualTo("# Generated from alerts.yaml, with the job of podmonitor.yaml.\n"
                        + "apiVersion: monitoring.coreos.com/v1\n"
                        + "kind: PrometheusRule\n"
                        + "metadata:\n"
                        + "  name: kube-ipvs\n"
                        + "  namespace: kube-system\n"
                        + "  labels:\n"
                        + "    app.kubernetes.io/name: kube-ipvs\n"
                        + "spec:\n"
                        + groups);
    }

    @Test
    void theChartsDocumentHasEveryValue() throws IOException {
        GeneratedText.of(CHART.resolve("README.md"))
                .between("<!-- generated: values -->\n", "<!-- end -->")
                .isEqualTo(ChartValues.table(Files.readString(CHART.resolve("values.yaml"))));
    }

    @Test
    void everyValueIsExplained() throws IOException {
        assertThat(ChartValues.table(Files.readString(CHART.resolve("values.yaml"))))
                .contains("| `metrics.podMonitor.jobName` | `kube-proxy` |")
                .contains("| `image.tag` | `\"\"` | Default: the chart's appVersion. |")
                .contains("| `tolerations` | `[{operator: Exists}]` |")
                .doesNotContain("|  |");
    }
}
