package io.kubeipvs.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ThisNodeTest {
    private static final Set<Ip> ETH0 = Set.of(Ip.parse("192.168.1.2"));

    private final List<NodeView> reported = new ArrayList<>();
    private final ThisNode node = new ThisNode("n1", reported::add);

    @Test
    void reportsNothingBeforeBothSidesWereReceived() {
        node.setAddresses(ETH0, Map.of());
        assertThat(reported).isEmpty();
        node.relist(List.of(inZone("n1", "a")));
        assertThat(reported).containsExactly(NodeView.of(inZone("n1", "a"), ETH0));
    }

    @Test
    void reportsChangesOnly() {
        node.relist(List.of(inZone("n1", "a")));
        node.setAddresses(ETH0, Map.of());
        node.setAddresses(Set.of(Ip.parse("192.168.1.2"), Ip.parse("fe80::1")), Map.of());
        node.put(inZone("n1", "a"));
        node.put(inZone("n2", "c"));
        assertThat(reported).hasSize(1);
        node.put(inZone("n1", "b"));
        node.setAddresses(Set.of(), Map.of());
        assertThat(reported)
                .containsExactly(
                        NodeView.of(inZone("n1", "a"), ETH0),
                        NodeView.of(inZone("n1", "b"), ETH0),
                        NodeView.of(inZone("n1", "b"), Set.of()));
    }

    @Test
    void reportsWhichAddressStandsForItOnEachLink() {
        Map<String, Set<Ip>> ofLinks = Map.of("eth0", ETH0);
        node.relist(List.of(inZone("n1", "a")));
        node.setAddresses(ETH0, ofLinks);
        node.setAddresses(ETH0, Map.of("uplink", ETH0));
        assertThat(reported)
                .containsExactly(
                        NodeView.of(inZone("n1", "a"), ETH0).withLinks(ofLinks),
                        NodeView.of(inZone("n1", "a"), ETH0).withLinks(Map.of("uplink", ETH0)));
    }

    @Test
    void aNodeWithoutItsObjectHasItsNameOnlyAndGetsTheRestLater() {
        node.setAddresses(ETH0, Map.of());
        node.relist(List.of(inZone("n2", "c")));
        assertThat(reported).containsExactly(NodeView.of(NodeSpec.named("n1"), ETH0));
        node.put(inZone("n1", "a"));
        assertThat(reported).hasSize(2);
    }

    @Test
    void aNodeThatNeverHadAnObjectIsNotToBeDeleted() {
        node.setAddresses(ETH0, Map.of());
        node.relist(List.of());
        node.relist(List.of());
        assertThat(reported).containsExactly(NodeView.of(NodeSpec.named("n1"), ETH0));
    }

    @Test
    void whatAnObjectLoggedThatIsGoneStaysInForce() {
        node.setAddresses(ETH0, Map.of());
        node.relist(List.of(inZone("n1", "a")));
        node.remove("n1");
        node.relist(List.of());
        assertThat(reported)
                .containsExactly(
                        NodeView.of(inZone("n1", "a"), ETH0),
                        NodeView.of(inZone("n1", "a").withToBeDeleted(true), ETH0));
        node.put(inZone("n1", "a"));
        assertThat(reported.get(2).node().toBeDeleted()).isFalse();
    }

    @Test
    void anotherNodeIsLostWhileItIsUnreachableOrAfterItsObjectWasDeleted() {
        node.setAddresses(ETH0, Map.of());
        node.relist(
                List.of(inZone("n1", "a"), inZone("n2", "a"), inZone("n3", "a").withUnreachable(true)));
        assertThat(lost()).containsExactly("n3");
        node.put(inZone("n3", "a"));
        assertThat(lost()).isEmpty();
        node.remove("n3");
        assertThat(lost()).containsExactly("n3");
        node.relist(List.of(inZone("n1", "a")));
        assertThat(lost()).containsExactlyInAnyOrder("n2", "n3");
        node.put(inZone("n3", "a"));
        assertThat(lost()).containsExactly("n2");
        node.remove("never-known");
        assertThat(lost()).containsExactly("n2");
    }

    private Set<String> lost() {
        return reported.get(reported.size() - 1).lostNodes();
    }

    @Test
    void whatAnEarlierRunKnewIsInForceUntilTheNodesAreListed() {
        node.setAddresses(ETH0, Map.of());
        node.restore(
                Optional.of(inZone("n1", "a")),
                List.of(NodeSpec.named("n2").withAddresses(List.of(Ip.parse("192.168.1.3")))));
        assertThat(node.isListed()).isFalse();
        assertThat(reported)
                .containsExactly(NodeView.of(inZone("n1", "a"), ETH0).withOtherNodes(Set.of(Ip.parse("192.168.1.3"))));
        node.relist(List.of(inZone("n1", "b")));
        assertThat(node.isListed()).isTrue();
        assertThat(reported.get(1).node()).isEqualTo(inZone("n1", "b"));
        assertThat(reported.get(1).otherNodes()).isEmpty();
        node.restore(Optional.of(inZone("n1", "a")), List.of());
        assertThat(reported).hasSize(2);
    }

    @Test
    void weightsOfAllNodesAreKnownAndAWrongOneKeepsTheLast() {
        node.setAddresses(ETH0, Map.of());
        node.relist(List.of(weighted("n1", 5), weighted("n2", 0), inZone("n3", "a")));
        assertThat(weights()).isEqualTo(Map.of("n1", 5, "n2", 0));
        ServiceOptions wrong = ServiceOptions.NONE.withUnusable(Options.WEIGHT);
        node.put(NodeSpec.named("n1").withOptions(wrong));
        node.put(NodeSpec.named("n2").withOptions(wrong));
        assertThat(weights()).isEqualTo(Map.of("n1", 5, "n2", 0));
        node.put(NodeSpec.named("n1"));
        node.remove("n2");
        assertThat(weights()).isEmpty();
    }

    private static NodeSpec weighted(String name, int weight) {
        return NodeSpec.named(name).withOptions(ServiceOptions.NONE.with(Options.WEIGHT, weight));
    }

    private Map<String, Integer> weights() {
        return reported.get(reported.size() - 1).weights();
    }

    @Test
    void aNodeThatIsNotListedAnyMoreIsAsOneThatNeverWas() {
        node.setAddresses(ETH0, Map.of());
        node.restore(Optional.of(inZone("n1", "a")), List.of());
        node.relist(List.of());
        assertThat(reported.get(1)).isEqualTo(NodeView.of(NodeSpec.named("n1"), ETH0));
    }

    private static NodeSpec inZone(String name, String zone) {
        return NodeSpec.named(name).withZone(zone);
    }

    @Test
    void theBindAddressStandsForTheNodeInItsFamily() {
        ThisNode bound = new ThisNode("n1", Optional.of(Ip.parse("10.0.0.9")), reported::add);
        bound.setAddresses(Set.of(), Map.of());
        bound.put(NodeSpec.named("n1").withAddresses(List.of(Ip.parse("10.0.0.1"), Ip.parse("fd00::1"))));
        NodeSpec spec = reported.get(reported.size() - 1).node();
        assertThat(spec.primary(Family.IPV4)).contains(Ip.parse("10.0.0.9"));
        assertThat(spec.primary(Family.IPV6)).contains(Ip.parse("fd00::1"));
    }

    @Test
    void aNodeWithABindAddressCountsAsToBeDeletedToo() {
        ThisNode bound = new ThisNode("n1", Optional.of(Ip.parse("10.0.0.9")), reported::add);
        bound.setAddresses(ETH0, Map.of());
        bound.put(inZone("n1", "a").withToBeDeleted(true));
        NodeSpec spec = reported.get(reported.size() - 1).node();
        assertThat(spec.toBeDeleted()).isTrue();
        assertThat(spec.primary(Family.IPV4)).contains(Ip.parse("10.0.0.9"));
        bound.put(inZone("n1", "a"));
        assertThat(reported.get(reported.size() - 1).node().toBeDeleted()).isFalse();
    }
}
