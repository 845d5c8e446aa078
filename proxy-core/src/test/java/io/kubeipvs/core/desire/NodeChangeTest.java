package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Listener;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeChangeTest {
    private static final NodeView BEFORE = node("a", "192.168.1.2");
    private static final Given INSIDE = service("web", "10.96.0.1").internalLocal();

    @Test
    void anAddressConcernsThoseThatCanBeAskedFromOutside() {
        NodeChange change = new NodeChange(BEFORE, node("a", "192.168.1.3"));
        assertThat(change.concerns(INSIDE.spec())).isFalse();
        assertThat(change.concerns(service("a", "10.96.0.1").nodePort(30001).spec()))
                .isTrue();
        assertThat(change.concerns(
                        service("a", "10.96.0.1").externalIps("1.1.1.1").spec()))
                .isTrue();
        assertThat(change.concerns(
                        service("a", "10.96.0.1").loadBalancer("1.1.1.1").spec()))
                .isTrue();
    }

    @Test
    void anAddressThatIsAClusterAddressConcernsItsServiceWhetherItComesOrGoes() {
        NodeView with = node("a", "10.96.0.1");
        assertThat(new NodeChange(BEFORE, with).concerns(INSIDE.spec())).isTrue();
        assertThat(new NodeChange(with, BEFORE).concerns(INSIDE.spec())).isTrue();
        assertThat(new NodeChange(BEFORE, with)
                        .concerns(service("b", "10.96.0.2").spec()))
                .isFalse();
    }

    @Test
    void aZoneConcernsAll() {
        assertThat(new NodeChange(BEFORE, node("b", "192.168.1.2")).concerns(INSIDE.spec()))
                .isTrue();
    }

    @Test
    void thatItLeavesConcernsNone() {
        NodeView toBeDeleted = NodeView.of(BEFORE.node().withToBeDeleted(true), BEFORE.addresses());
        assertThat(new NodeChange(BEFORE, toBeDeleted)
                        .concerns(service("a", "10.96.0.1").nodePort(30001).spec()))
                .isFalse();
    }

    @Test
    void aPortOfTheNodeConcernsServicesThatRequestAnAddressOfTheNode() {
        Listener ssh = new Listener(Protocol.TCP, Ip.parse("0.0.0.0"), 22);
        NodeChange change = new NodeChange(BEFORE, BEFORE.withListeners(Set.of(ssh)));
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
        NodeChange same = new NodeChange(BEFORE, node("a", "192.168.1.2"));
        assertThat(same.concerns(service("a", "10.96.0.1").nodePort(30001).spec()))
                .isFalse();
    }

    @Test
    void addressesThatComeWithPodsAreNoChange() {
        NodeView withPod = NodeView.of(
                BEFORE.node(), Set.of(Ip.parse("192.168.1.2"), Ip.parse("fe80::ecee:eeff:feee:eeee"), Ip.parse("::1")));
        assertThat(withPod).isEqualTo(BEFORE);
    }

    private static NodeView node(String zone, String address) {
        return NodeView.of(NodeSpec.named("n1").withZone(zone), Set.of(Ip.parse(address)));
    }
}
