package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Surroundings;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.Masquerading.LocalPods;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SurroundingsOfTest {
    private static final NodeSpec NODE = new NodeSpec(
            "n1",
            "",
            List.of(Ip.parse("192.168.1.2"), Ip.parse("fd00:192::2"), Ip.parse("10.9.9.9")),
            ranges("10.36.1.0/24"));

    @Test
    void podsAreInTheClustersRangeOrInTheNodes() {
        Surroundings known = around(Masquerading.DEFAULT, "10.36.0.0/16", "fd00:36::/48");
        assertThat(known.pods()).containsExactlyInAnyOrderElementsOf(ranges("10.36.0.0/16", "fd00:36::/48"));
        assertThat(known.kept()).isEqualTo(known.pods());
        assertThat(around(Masquerading.DEFAULT).pods())
                .as("the pods' addresses may come from elsewhere than the node's range")
                .isEmpty();
        assertThat(around(mode(LocalPods.NODE_CIDR, ""), "10.36.0.0/16").pods())
                .containsExactlyElementsOf(ranges("10.36.1.0/24"));
    }

    @Test
    void aFamilyInWhichNothingIsKnownOfPodsKeepsAllAddresses() {
        Surroundings v4Only = around(Masquerading.DEFAULT, "10.36.0.0/16");
        assertThat(v4Only.pods()).containsExactlyElementsOf(ranges("10.36.0.0/16"));
        assertThat(v4Only.kept()).containsExactlyInAnyOrderElementsOf(ranges("10.36.0.0/16", "::/0"));
    }

    @Test
    void anAddressOfTheNodeIsNoUnassignedClusterAddress() {
        NodeView node = new NodeView(NODE, Set.of(Ip.parse("10.96.0.10"), Ip.parse("192.168.1.2")));
        Settings settings = new Settings(Scheduler.RR)
                .withExternalAddresses(
                        ExternalAddressRules.DEFAULT.withServiceRanges(ranges("10.96.0.8/30", "fd00:96::/112")));
        assertThat(SurroundingsOf.node(node, settings).serviceRanges())
                .containsExactlyInAnyOrderElementsOf(ranges("10.96.0.8/31", "10.96.0.11/32", "fd00:96::/112"));
    }

    @Test
    void podsAreKnownByTheirLink() {
        Surroundings byBridge = around(mode(LocalPods.BRIDGE_INTERFACE, "cni0"), "10.36.0.0/16");
        assertThat(byBridge.podLinks()).containsExactly("cni0");
        assertThat(byBridge.keptLinks()).containsExactly("cni0");
        assertThat(byBridge.pods()).isEmpty();
        assertThat(byBridge.kept()).isEmpty();
        assertThat(around(mode(LocalPods.INTERFACE_NAME_PREFIX, "cali")).podLinks())
                .containsExactly("cali*");
    }

    @Test
    void whenAllAreMasqueradedNobodyKeepsAnAddressAndPodsAreStillPods() {
        Surroundings all = around(new Masquerading(true, LocalPods.CLUSTER_CIDR, ""), "10.36.0.0/16");
        assertThat(all.kept()).isEmpty();
        assertThat(all.pods()).containsExactlyElementsOf(ranges("10.36.0.0/16"));
    }

    @Test
    void aRangeInsideAnotherIsLeftOutForTheKernelRefusesOverlaps() {
        assertThat(around(Masquerading.DEFAULT, "10.36.0.0/16", "10.36.1.0/24", "10.37.0.0/16", "10.36.0.0/16")
                        .pods())
                .containsExactlyInAnyOrderElementsOf(ranges("10.36.0.0/16", "10.37.0.0/16"));
    }

    @Test
    void theNodeGoesByItsFirstAddressOfEachFamilyAndByTheAddressOfALink() {
        Surroundings around = around(Masquerading.DEFAULT);
        assertThat(around.nodeAddresses()).containsExactlyInAnyOrder(Ip.parse("192.168.1.2"), Ip.parse("fd00:192::2"));
        assertThat(around.sources()).containsExactly(new Surroundings.Source("vxlan0", Ip.parse("10.36.1.1")));
    }

    private static Surroundings around(Masquerading masquerading, String... podRanges) {
        Settings settings = new Settings(
                Scheduler.RR,
                Settings.DEFAULT_DRAIN_TIMEOUT,
                NodePortAddresses.ALL,
                ExternalAddressRules.DEFAULT.withPodRanges(ranges(podRanges)),
                masquerading);
        Map<String, Set<Ip>> ofLinks = Map.of("vxlan0", Set.of(Ip.parse("10.36.1.1")));
        return SurroundingsOf.node(new NodeView(NODE, Set.of(), ofLinks), settings);
    }

    private static Masquerading mode(LocalPods mode, String link) {
        return new Masquerading(false, mode, link);
    }

    private static List<Cidr> ranges(String... texts) {
        return Stream.of(texts).map(Cidr::parse).toList();
    }
}
