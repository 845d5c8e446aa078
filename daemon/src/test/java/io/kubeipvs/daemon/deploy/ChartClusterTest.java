package io.kubeipvs.daemon.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The chart reads a cluster, and prints notes for the user. */
class ChartClusterTest {
    private static final String HOST = "apiServer.host=192.0.2.1";

    private final Chart chart = Chart.ours();

    @Test
    void theAddressOfTheApiServerIsReadFromTheCluster() throws IOException {
        String path = "/api/v1/namespaces/kube-public/configmaps/cluster-info";
        for (String[] address : new String[][] {
            {"https://10.0.0.7:6443", "10.0.0.7", "6443"},
            {"https://[fd00::7]:8443", "fd00::7", "8443"},
            {"https://api.example", "api.example", "443"}
        }) {
            String info =
                    "{\"kind\": \"ConfigMap\", \"apiVersion\": \"v1\", \"metadata\": {\"name\": \"cluster-info\"},"
                            + " \"data\": {\"kubeconfig\": \"apiVersion: v1\\n"
                            + "clusters:\\n"
                            + "- cluster:\\n"
                            + "    server: " + address[0]
                            + "\\n\"}}";
            try (Cluster cluster = new Cluster(Map.of(path, info))) {
                assertThat(Objects.of(Chart.ours(cluster).render()).data("kube-ipvs-api-server"))
                        .containsEntry("KUBERNETES_SERVICE_HOST", address[1])
                        .containsEntry("KUBERNETES_SERVICE_PORT", address[2]);
            }
        }
    }

    @Test
    void theNotesNameWhatToDoNext() {
        String notes = chart.notes(HOST, "config.clusterCIDR=10.244.0.0/16", "nodeSelector.proxy=mine");
        assertThat(notes)
                .startsWith("kube-ipvs 0.1.0 starts on every node with the labels {\"proxy\":\"mine\"}, in namespace"
                        + " kube-system.")
                .contains("kubectl -n kube-system rollout status daemonset/kube-ipvs\n")
                .contains("kubectl -n kube-system exec daemonset/kube-ipvs -- kube-ipvs status\n")
                .doesNotContain("WARNING")
                .doesNotContain("clusterCIDR");
        assertThat(chart.notes(HOST)).contains("config.clusterCIDR is empty");
    }

    @Test
    void theNotesWarnOfAKubeProxyThatRuns() {
        String list =
                "{\"kind\": \"DaemonSetList\", \"apiVersion\": \"apps/v1\", \"metadata\": {}, \"items\": [{\"kind\":"
                        + " \"DaemonSet\", \"apiVersion\": \"apps/v1\", \"metadata\": {\"name\": \"kube-proxy\","
                        + " \"namespace\": \"kube-system\"}, \"status\": {\"currentNumberScheduled\": 3}}]}";
        try (Cluster cluster = new Cluster(Map.of("/apis/apps/v1/daemonsets", list))) {
            assertThat(Chart.ours(cluster).notes(HOST))
                    .contains("WARNING: DaemonSet kube-system/kube-proxy runs on 3 nodes.")
                    .contains("kubectl label node NODE kube-ipvs=yes");
        }
    }
}
