package io.kubeipvs.daemon.k8s.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.daemon.Await;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes in a folder, and Services that turn into what is not proxied. */
class ManifestNodesTest {
    @TempDir
    private Path folder;

    @Test
    void rangesOfClusterAddressesAreReadAndFollowed() throws Exception {
        String cidr =
                "apiVersion: networking.k8s.io/v1\nkind: ServiceCIDR\nmetadata: {name: %s}\nspec: {cidrs: [%s]}\n";
        try (ManifestHarness harness = new ManifestHarness(folder, ManifestHarness.OFTEN)) {
            harness.write("cidr.yaml", cidr.formatted("kubernetes", "10.96.0.0/12, 'fd00:96::/108'"));
            Await.until(() -> assertThat(harness.serviceRanges)
                    .containsExactly(List.of(Cidr.parse("10.96.0.0/12"), Cidr.parse("fd00:96::/108"))));
            harness.write("cidr.yaml", "");
            Await.until(() -> assertThat(harness.serviceRanges).last().isEqualTo(List.of()));
        }
    }

    @Test
    void aNodeIsReadAndAServiceThatTurnsIntoNoneLeaves() throws Exception {
        String service = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {clusterIP: %s, type: %s,"
                + " ports: [{port: 80, nodePort: 30080}]}\n";
        try (ManifestHarness harness = new ManifestHarness(folder, ManifestHarness.OFTEN)) {
            harness.write("web.yaml", service.formatted("10.96.0.1", "NodePort"));
            harness.write(
                    "nodes.yaml",
                    "apiVersion: v1\nkind: Node\nmetadata: {name: n1, labels: {topology.kubernetes.io/zone: a}}",
                    "---\napiVersion: v1\nkind: Node\nmetadata: {name: n2}");
            Await.until(() -> assertThat(harness.nodes)
                    .extracting(
                            view -> view.node().name() + " in " + view.node().zone())
                    .containsExactly("n1 in ", "n1 in a"));
            for (String type : List.of("None ClusterIP", "10.96.0.1 ExternalName")) {
                Await.until(() -> assertThat(harness.served()).hasSize(1));
                harness.write("web.yaml", service.formatted((Object[]) type.split(" ")));
                Await.until(() -> assertThat(harness.served()).as(type).isEmpty());
                harness.write("web.yaml", service.formatted("10.96.0.1", "NodePort"));
            }
            harness.write(
                    "nodes.yaml", "{apiVersion: v1, kind: Node, metadata: {name: n1}, spec: {podCIDRs: [10.0.0.0]}}");
            Await.until(() -> assertThat(harness.rejected())
                    .containsEntry(
                            "Node n1",
                            "without: nodes.yaml: spec.podCIDRs[0] '10.0.0.0': must be a range of IPv4 or IPv6 addresses, for"
                                    + " instance 10.0.0.0/8"));
        }
    }
}
