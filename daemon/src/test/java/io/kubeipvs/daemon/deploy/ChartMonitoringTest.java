package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The chart's objects for Prometheus Operator and Grafana. */
class ChartMonitoringTest {
    private static final String HOST = "apiServer.host=192.0.2.1";

    private final Chart chart = Chart.ours();

    @Test
    void monitoringIsOffUnlessAsked() throws IOException {
        assertThat(kinds(HOST)).doesNotContain("PodMonitor", "PrometheusRule").hasSize(6);
        assertThatThrownBy(() -> chart.render(HOST, "metrics.podMonitor.enabled=true"))
                .hasMessageContaining("metrics.podMonitor.enabled: Prometheus cannot reach 127.0.0.1:10249:"
                        + " set config.metricsBindAddress=0.0.0.0:10249");
    }

    @Test
    void prometheusFindsEveryPodAndGetsTheAlerts() throws IOException {
        List<JsonNode> objects = chart.render(
                HOST,
                "config.metricsBindAddress=0.0.0.0:10249",
                "metrics.podMonitor.enabled=true",
                "metrics.podMonitor.labels.release=prometheus",
                "metrics.prometheusRule.enabled=true",
                "metrics.prometheusRule.disabled[0]=KubeIpvsDrift",
                "metrics.prometheusRule.extraRules[0].alert=Mine",
                "metrics.dashboards.enabled=true",
                "metrics.dashboards.namespace=monitoring");
        JsonNode monitor = one(objects, "PodMonitor");
        assertThat(monitor.at("/metadata/labels/release").asString()).isEqualTo("prometheus");
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/port").asString()).isEqualTo("metrics");
        assertThat(monitor.at("/spec/podMetricsEndpoints/0/relabelings/0/replacement")
                        .asString())
                .isEqualTo("kube-proxy");
        assertThat(one(objects, "DaemonSet")
                        .at("/spec/template/metadata/labels")
                        .properties())
                .containsAll(monitor.at("/spec/selector/matchLabels").properties());
        List<JsonNode> rules = one(objects, "PrometheusRule")
                .at("/spec/groups/0/rules")
                .valueStream()
                .toList();
        assertThat(rules)
                .extracting(rule -> rule.path("alert").asString())
                .contains("KubeIpvsAbsent", "KubeIpvsNotSynced", "Mine")
                .doesNotContain("KubeIpvsDrift");
        assertThat(rules.get(0).path("expr").asString()).isEqualTo("absent(up{job=\"kube-proxy\"})");
        JsonNode dashboard = objects.stream()
                .filter(object -> object.at("/metadata/name").asString().equals("kube-ipvs-dashboard"))
                .findFirst()
                .orElseThrow();
        assertThat(dashboard.at("/metadata/namespace").asString()).isEqualTo("monitoring");
        assertThat(dashboard.at("/metadata/labels/grafana_dashboard").asString())
                .isEqualTo("1");
        assertThat(Yaml.documents(dashboard.at("/data/kube-ipvs.json").asString()))
                .isEqualTo(Yaml.documents(Yaml.DEPLOY.resolve("monitoring/grafana-dashboard.json")));
    }

    private List<String> kinds(String... values) throws IOException {
        return chart.render(values).stream()
                .map(object -> object.path("kind").asString())
                .toList();
    }

    private static JsonNode one(List<JsonNode> objects, String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asString().equals(kind))
                .findFirst()
                .orElseThrow();
    }
}
