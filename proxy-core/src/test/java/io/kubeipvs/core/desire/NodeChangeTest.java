package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Listener;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.NodeSelector;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ServiceView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class NodeChangeTest {
    private static final NodeView BEFORE = node("a", "192.168.1.2");
    private static final Given INSIDE = service("web", "10.96.0.1").internalLocal();

    @Test
    void anAddressConcernsThoseThatUseIt() {
        NodeChange change = change(BEFORE, node("a", "192.168.1.2", "10.244.0.1"));
        assertThat(change.concerns(INSIDE.spec())).isFalse();
        assertThat(change.concerns(service("a", "10.96.0.1").nodePort(30001).spec()))
                .isTrue();
        assertThat(change.concerns(
                        service("a", "10.96.0.1").externalIps("10.244.0.1").spec()))
                .isTrue();
        assertThat(change.concerns(
                        service("a", "10.96.0.1").loadBalancer("10.244.0.1").spec()))
                .isTrue();
        assertThat(change.concerns(
                        service("a", "10.96.0.1").externalIps("1.1.1.1").spec()))
                .isFalse();
        assertThat(change.concerns(
                        service("a", "10.96.0.1").loadBalancer("1.1.1.1").spec()))
                .isFalse();
    }

    @Test
    void anAddressWithoutNodePortsConcernsNoNodePort() {
        NodePortAddresses outside = NodePortAddresses.in(List.of(Cidr.parse("192.168.0.0/16")));
        Given given = service("a", "10.96.0.1").nodePort(30001);
        assertThat(new NodeChange(BEFORE, node("a", "192.168.1.2", "10.244.0.1"), outside).concerns(given.spec()))
                .isFalse();
        assertThat(new NodeChange(BEFORE, node("a", "192.168.1.2", "192.168.1.3"), outside).concerns(given.spec()))
                .isTrue();
    }

    @Test
    void labelsConcernThoseThatChooseNodesAndWeightsConcernAll() {
        NodeView labelled = BEFORE.withNode(BEFORE.node().withLabels(Map.of("edge", "true")));
        Given choosing = service("a", "10.96.0.1").option(Options.NODES, NodeSelector.parse("edge"));
        assertThat(change(BEFORE, labelled).concerns(choosing.spec())).isTrue();
        assertThat(change(BEFORE, labelled).concerns(INSIDE.spec())).isFalse();
        assertThat(change(BEFORE, BEFORE.withWeights(Map.of("n2", 0))).concerns(INSIDE.spec()))
                .isTrue();
    }

    @Test
    void linksConcernNone() {
        NodeView withPod = BEFORE.withLinks(Map.of("veth7", Set.of(Ip.parse("192.168.1.2"))));
        assertThat(change(BEFORE, withPod)
                        .concerns(service("a", "10.96.0.1")
                                .nodePort(30001)
                                .loadBalancer("1.1.1.1")
                                .spec()))
                .isFalse();
    }

    /** Whatever is not concerned has the same footprint on both nodes. */
    @Test
    void nothingElseChanges() {
        List<String> addresses = List.of("192.168.1.2", "192.168.1.3", "10.244.0.1", "1.1.1.1", "10.96.0.1", "fd00::7");
        List<NodeView> nodes = new ArrayList<>();
        for (int own = 0; own < 1 << addresses.size(); own += 3) {
            for (int others = 0; others < 1 << addresses.size(); others += 7) {
                nodes.add(NodeView.of(BEFORE.node(), subset(addresses, own)).withOtherNodes(subset(addresses, others)));
            }
        }
        List<ServiceView> services = List.of(
                INSIDE.view(),
                service("a", "10.96.0.1").nodePort(30001).view(),
                service("a", "10.96.0.1").externalIps("1.1.1.1", "10.244.0.1").view(),
                service("a", "10.96.0.1", "fd00::1").loadBalancer("1.1.1.1").view(),
                service("a", "10.96.0.1")
                        .loadBalancer("8.8.8.8")
                        .sourceRanges("10.244.0.0/16")
                        .view());
        int same = 0;
        int different = 0;
        for (int i = 1; i < nodes.size(); i++) {
            NodeView before = nodes.get(i - 1);
            NodeView after = nodes.get(i);
            for (ServiceView service : services) {
                if (change(before, after).concerns(service.service().orElseThrow())) {
                    different++;
                } else {
                    same++;
                    assertThat(footprint(service, after)).isEqualTo(footprint(service, before));
                }
            }
        }
        assertThat(same).isGreaterThan(100);
        assertThat(different).isGreaterThan(100);
    }

    private static Footprint footprint(ServiceView service, NodeView node) {
        return Footprints.of(service, node, Settings.DEFAULT, new Ledger());
    }

    private static Set<Ip> subset(List<String> addresses, int bits) {
        return IntStream.range(0, addresses.size())
                .filter(i -> (bits >> i & 1) != 0)
                .mapToObj(i -> Ip.parse(addresses.get(i)))
                .collect(Collectors.toSet());
    }

    @Test
    void anAddressThatIsAClusterAddressConcernsItsServiceWhetherItComesOrGoes() {
        NodeView with = node("a", "10.96.0.1");
        assertThat(change(BEFORE, with).concerns(INSIDE.spec())).isTrue();
        assertThat(change(with, BEFORE).concerns(INSIDE.spec())).isTrue();
        assertThat(change(BEFORE, with).concerns(service("b", "10.96.0.2").spec()))
                .isFalse();
    }

    @Test
    void aZoneConcernsAll() {
        assertThat(change(BEFORE, node("b", "192.168.1.2")).concerns(INSIDE.spec()))
                .isTrue();
    }

    @Test
    void thatItLeavesConcernsNone() {
        NodeView toBeDeleted = NodeView.of(BEFORE.node().withToBeDeleted(true), BEFORE.addresses());
        assertThat(change(BEFORE, toBeDeleted)
                        .concerns(service("a", "10.96.0.1").nodePort(30001).spec()))
                .isFalse();
    }

    @Test
    void aPortOfTheNodeConcernsServicesThatRequestAnAddressOfTheNode() {
        Listener ssh = new Listener(Protocol.TCP, Ip.parse("0.0.0.0"), 22);
        NodeChange change = change(BEFORE, BEFORE.withListeners(Set.of(ssh)));
        assertThat(change.concerns(
                        service("a", "10.96.0.1").externalIps("192.168.1.2").spec()))
                .isTrue();
        assertThat(change.concerns(
                        service("a", "10.96.0.1").externalIps("1.1.1.1").spec()))
                .isFalse();
        assertThat(change.concerns(service("a", "10.96.0.1").nodePort(30001).spec()))
                .isFalse();
        assertThat(change.concerns(INSIDE.spec())).isFalse();
    }

    @Test
    void nothingConcernsNone() {
        NodeChange same = change(BEFORE, node("a", "192.168.1.2"));
        assertThat(same.concerns(service("a", "10.96.0.1").nodePort(30001).spec()))
                .isFalse();
    }

    @Test
    void addressesThatComeWithPodsAreNoChange() {
        NodeView withPod = NodeView.of(
                BEFORE.node(), Set.of(Ip.parse("192.168.1.2"), Ip.parse("fe80::ecee:eeff:feee:eeee"), Ip.parse("::1")));
        assertThat(withPod).isEqualTo(BEFORE);
    }

    private static NodeChange change(NodeView before, NodeView after) {
        return new NodeChange(before, after, NodePortAddresses.ALL);
    }

    private static NodeView node(String zone, String... addresses) {
        return NodeView.of(
                NodeSpec.named("n1").withZone(zone),
                Stream.of(addresses).map(Ip::parse).collect(Collectors.toSet()));
    }
}
