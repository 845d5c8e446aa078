package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.Masquerading.LocalPods;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeFilterConfigsTest {
    private static final NodeSpec NODE = NodeSpec.named("n1")
            .withAddresses(List.of(Ip.parse("192.168.1.2"), Ip.parse("fd00:192::2"), Ip.parse("10.9.9.9")))
            .withPodCidrs(ranges("10.36.1.0/24"));

    @Test
    void podsAreInTheClustersRangeOrInTheNodes() {
        NodeFilterConfig known = config(Masquerading.DEFAULT, "10.36.0.0/16", "fd00:36::/48");
        assertThat(known.pods()).containsExactlyInAnyOrderElementsOf(ranges("10.36.0.0/16", "fd00:36::/48"));
        assertThat(known.kept()).isEqualTo(known.pods());
        assertThat(config(Masquerading.DEFAULT).pods())
                .as("the pods' addresses may come from elsewhere than the node's range")
                .isEmpty();
        assertThat(config(mode(LocalPods.NODE_CIDR, ""), "10.36.0.0/16").pods())
                .containsExactlyElementsOf(ranges("10.36.1.0/24"));
    }

    @Test
    void aFamilyInWhichNothingIsKnownOfPodsKeepsAllAddresses() {
        NodeFilterConfig v4Only = config(Masquerading.DEFAULT, "10.36.0.0/16");
        assertThat(v4Only.pods()).containsExactlyElementsOf(ranges("10.36.0.0/16"));
        assertThat(v4Only.kept()).containsExactlyInAnyOrderElementsOf(ranges("10.36.0.0/16", "::/0"));
    }

    @Test
    void onANodeWithoutARangeOfPodsNobodyKeepsTheAddress() {
        NodeView unknown = NodeView.of(NODE.withPodCidrs(List.of()), Set.of());
        Settings byNode = Settings.DEFAULT.with(s -> s.masquerading(old -> mode(LocalPods.NODE_CIDR, "")));
        assertThat(NodeFilterConfigs.of(unknown, byNode).kept()).isEmpty();
        assertThat(NodeFilterConfigs.of(NodeView.of(NODE, Set.of()), byNode).kept())
                .as("no range of IPv6 is known")
                .containsExactlyElementsOf(ranges("10.36.1.0/24"));
    }

    @Test
    void anAddressOfTheNodeIsNoUnassignedClusterAddress() {
        NodeView node = NodeView.of(NODE, Set.of(Ip.parse("10.96.0.10"), Ip.parse("192.168.1.2")));
        Settings settings = Settings.DEFAULT.withExternalAddresses(
                ExternalAddressRules.DEFAULT.withServiceRanges(ranges("10.96.0.8/30", "fd00:96::/112")));
        assertThat(NodeFilterConfigs.of(node, settings).serviceRanges())
                .containsExactlyInAnyOrderElementsOf(ranges("10.96.0.8/31", "10.96.0.11/32", "fd00:96::/112"));
    }

    @Test
    void podsAreKnownByTheirLink() {
        NodeFilterConfig byBridge = config(mode(LocalPods.BRIDGE_INTERFACE, "cni0"), "10.36.0.0/16");
        assertThat(byBridge.podLinks()).containsExactly("cni0");
        assertThat(byBridge.keptLinks()).containsExactly("cni0");
        assertThat(byBridge.pods()).isEmpty();
        assertThat(byBridge.kept()).isEmpty();
        assertThat(config(mode(LocalPods.INTERFACE_NAME_PREFIX, "cali")).podLinks())
                .containsExactly("cali*");
    }

    @Test
    void whenAllAreMasqueradedNobodyKeepsAnAddressAndPodsAreStillPods() {
        NodeFilterConfig all = config(new Masquerading(true, LocalPods.CLUSTER_CIDR, ""), "10.36.0.0/16");
        assertThat(all.kept()).isEmpty();
        assertThat(all.pods()).containsExactlyElementsOf(ranges("10.36.0.0/16"));
    }

    @Test
    void aRangeInsideAnotherIsLeftOutForTheKernelRefusesOverlaps() {
        assertThat(config(Masquerading.DEFAULT, "10.36.0.0/16", "10.36.1.0/24", "10.37.0.0/16", "10.36.0.0/16")
                        .pods())
                .containsExactlyInAnyOrderElementsOf(ranges("10.36.0.0/16", "10.37.0.0/16"));
    }

    @Test
    void theNodeGoesByItsFirstAddressOfEachFamilyAndByTheAddressOfALink() {
        NodeFilterConfig config = config(Masquerading.DEFAULT);
        assertThat(config.nodeAddresses()).containsExactlyInAnyOrder(Ip.parse("192.168.1.2"), Ip.parse("fd00:192::2"));
        assertThat(config.sources()).containsExactly(new NodeFilterConfig.Source("vxlan0", Ip.parse("10.36.1.1")));
    }

    private static NodeFilterConfig config(Masquerading masquerading, String... podRanges) {
        Settings settings =
                Settings.DEFAULT.with(s -> s.externalAddresses(rules -> rules.withPodRanges(ranges(podRanges)))
                        .masquerading(old -> masquerading));
        Map<String, Set<Ip>> ofLinks = Map.of("vxlan0", Set.of(Ip.parse("10.36.1.1")));
        return NodeFilterConfigs.of(NodeView.of(NODE, Set.of()).withLinks(ofLinks), settings);
    }

    private static Masquerading mode(LocalPods mode, String link) {
        return new Masquerading(false, mode, link);
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
