package io.kubeipvs.daemon.k8s.manifests;

import static io.kubeipvs.daemon.k8s.manifests.ManifestHarness.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.ExternalAccess;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.Await;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects as API servers have them stored: in some, single entries cannot be used. */
class ClusterManifestsTest {
    @TempDir
    private Path folder;

    private ManifestHarness source;

    @AfterEach
    void close() {
        source.close();
    }

    private void read(String name) throws Exception {
        try (InputStream in = getClass().getResourceAsStream("/manifests/clusters/" + name)) {
            Files.write(folder.resolve(name), in.readAllBytes());
        }
        source = new ManifestHarness(folder, NEVER);
    }

    @Test
    void ofOddAddressesTheOthersAreServed() throws Exception {
        read("odd-addresses.yaml");
        Await.until(() -> assertThat(source.served())
                .containsExactly(
                        "default/legacy [10.96.1.9] [:80/TCP] -> [:10.1.2.3:80/TCP, :10.1.2.4:80/TCP]",
                        "default/mapped [10.96.1.10] [:80/TCP] -> [:fd00::5:80/TCP]"));
        assertThat(external("legacy").externalIps()).hasToString("[10.0.0.9, 192.0.2.9]");
        Await.until(() -> assertThat(source.rejected())
                .containsExactlyEntriesOf(Map.of(
                        "EndpointSlice default/mapped-1",
                        "without: odd-addresses.yaml: endpoints[0].addresses[0] ::ffff:10.1.2.3: is an IPv4-mapped"
                                + " address; a unicast address is needed")));
    }

    @Test
    void aNodeWithAHostNameInPlaceOfAnAddressIsKnown() throws Exception {
        read("odd-node.yaml");
        Await.until(() -> assertThat(source.nodes).last().satisfies(view -> {
            assertThat(view.node().zone()).isEqualTo("z1");
            assertThat(view.node().addresses()).hasToString("[10.0.0.11]");
            assertThat(view.node().podCidrs()).hasToString("[10.244.1.0/24]");
        }));
        Await.until(() -> assertThat(source.rejected()).containsOnlyKeys("Node n1"));
    }

    @Test
    void whatRealClustersHaveIsTaken() throws Exception {
        read("real.yaml");
        Await.until(() -> assertThat(source.served())
                .containsExactly(
                        "default/eks-hostname [10.96.1.1] [http:80/TCP] -> []",
                        "default/metallb-dual [10.96.1.3, fd00:10:96::6] [u:443/UDP, t:443/TCP] -> []",
                        "default/openstack-proxyproto [10.96.1.2] [:80/TCP] -> []",
                        "default/v6only-with-v4-lb [fd00:10:96::5] [:80/TCP] -> []",
                        "kube-system/kube-dns [10.96.0.10] [dns:53/UDP, dns-tcp:53/TCP, metrics:9153/TCP] -> []"));
        assertThat(external("eks-hostname").hasAddresses()).isFalse();
        assertThat(external("metallb-dual").loadBalancerIps()).hasToString("[203.0.113.8, 2001:db8::8]");
        assertThat(external("metallb-dual").sourceRanges().ranges()).hasToString("[10.0.0.0/8, 0.0.0.0/0]");
        assertThat(source.rejected()).isEmpty();
    }

    private ExternalAccess external(String name) {
        source.tracker.markAllDirty();
        return source.tracker.takeDirty().stream()
                .filter(view -> view.name().equals(new ServiceName("default", name)))
                .findFirst()
                .orElseThrow()
                .service()
                .orElseThrow()
                .external();
    }
}
