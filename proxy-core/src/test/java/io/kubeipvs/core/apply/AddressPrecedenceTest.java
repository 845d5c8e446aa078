package io.kubeipvs.core.apply;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Listener;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which Service gets an address that several request. */
class AddressPrecedenceTest {
    private static final String DNS = "10.96.0.10";
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final FakeKernel kernel = new FakeKernel();
    private final ChangeTracker tracker = new ChangeTracker(() -> {});
    private final NodeProxy proxy = new NodeProxy(tracker, Settings.DEFAULT, Duration.ofHours(1));
    private final List<RefusedAddress> refused = new ArrayList<>();

    AddressPrecedenceTest() {
        proxy.changeNode(NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2"))));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void noServiceGetsTheClusterAddressOfAnotherOne(boolean isDnsFirst) {
        Given dns = service("dns", DNS).endpoints("10.36.0.1").created(2000);
        Given evil = service("a-evil", "10.96.0.66")
                .externalIps(DNS)
                .loadBalancer(DNS)
                .endpoints("10.36.0.66")
                .created(1000);
        put(isDnsFirst ? List.of(dns, evil) : List.of(evil, dns));
        round();
        assertThat(servers(DNS)).containsExactly("10.36.0.1");
        assertThat(servers("10.96.0.66")).containsExactly("10.36.0.66");
        assertThat(refused)
                .extracting(RefusedAddress::toString)
                .containsExactlyInAnyOrder(
                        "spec.externalIPs 10.96.0.10: is the cluster address of another Service; it is not served",
                        "status.loadBalancer 10.96.0.10: is the cluster address of another Service; it is not served");
    }

    @Test
    void aRefusedAddressIsServedWhenTheClusterAddressIsFreeAndIsTakenAwayAgain() {
        Given dns = service("dns", DNS).endpoints("10.36.0.1");
        put(List.of(dns, service("other", "10.96.0.66").externalIps(DNS).endpoints("10.36.0.66")));
        round();
        tracker.removeService(dns.spec().name());
        round();
        assertThat(servers(DNS)).containsExactly("10.36.0.66");
        put(List.of(dns));
        round();
        assertThat(servers(DNS)).containsExactly("10.36.0.1");
    }

    @Test
    void aLoadBalancersAddressIsNotTakenByAnExternalAddressOfAnEarlierName() {
        put(List.of(
                service("a", "10.96.0.1")
                        .externalIps("203.0.113.1")
                        .endpoints("10.36.0.1")
                        .created(1000),
                service("web", "10.96.0.2")
                        .loadBalancer("203.0.113.1")
                        .endpoints("10.36.0.2")
                        .created(2000)));
        round();
        assertThat(servers("203.0.113.1")).containsExactly("10.36.0.2");
    }

    @Test
    void ofEqualClaimsTheOlderServiceGetsTheAddress() {
        List<Given> services = new ArrayList<>(List.of(
                service("a", "10.96.0.1")
                        .externalIps("203.0.113.1")
                        .endpoints("10.36.0.1")
                        .created(3000),
                service("b", "10.96.0.2")
                        .externalIps("203.0.113.1")
                        .endpoints("10.36.0.2")
                        .created(1000),
                service("c", "10.96.0.3")
                        .externalIps("203.0.113.1")
                        .endpoints("10.36.0.3")
                        .created(2000)));
        Collections.shuffle(services, new Random(1));
        put(services);
        round();
        assertThat(servers("203.0.113.1")).containsExactly("10.36.0.2");
        tracker.removeService(new ServiceName("default", "b"));
        round();
        assertThat(servers("203.0.113.1")).containsExactly("10.36.0.3");
    }

    @Test
    void aServiceThatBecomesTheLoadBalancersGetsTheAddress() {
        Given first = service("a", "10.96.0.1").externalIps("203.0.113.1").endpoints("10.36.0.1");
        Given second = service("b", "10.96.0.2").externalIps("203.0.113.1").endpoints("10.36.0.2");
        put(List.of(first, second));
        round();
        assertThat(servers("203.0.113.1")).containsExactly("10.36.0.1");
        put(List.of(second.loadBalancer("203.0.113.1")));
        round();
        assertThat(servers("203.0.113.1")).containsExactly("10.36.0.2");
    }

    @Test
    void aPortOnWhichTheNodeListensIsRefusedAndTheOtherPortsAreServed() {
        NodeView node = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2"), Ip.parse("192.168.2.2")));
        proxy.changeNode(node.withListeners(Set.of(new Listener(Protocol.TCP, Ip.parse("192.168.2.2"), 80))));
        put(List.of(service("web", "10.96.0.1")
                .externalIps("192.168.1.2", "192.168.2.2", "203.0.113.1")
                .endpoints("10.36.0.1")));
        round();
        assertThat(servers("192.168.2.2")).isEmpty();
        assertThat(servers("192.168.1.2")).containsExactly("10.36.0.1");
        assertThat(refused)
                .extracting(RefusedAddress::toString)
                .containsExactly(
                        "spec.externalIPs 192.168.2.2 TCP 80: is an address of the node, where a process of the"
                                + " node waits for clients on this port; it is not served");

        proxy.changeNode(node.withListeners(Set.of(new Listener(Protocol.TCP, Ip.parse("::"), 80))));
        round();
        assertThat(servers("192.168.1.2")).isEmpty();
        assertThat(servers("203.0.113.1")).containsExactly("10.36.0.1");

        proxy.changeNode(node.withListeners(Set.of(new Listener(Protocol.UDP, Ip.parse("::"), 80))));
        round();
        assertThat(servers("192.168.1.2")).containsExactly("10.36.0.1");
        assertThat(servers("192.168.2.2")).containsExactly("10.36.0.1");
    }

    /** As with k3s: the controller lists the addresses of all nodes. */
    @Test
    void aLoadBalancersAddressOfAnotherNodeIsNeitherServedNorRefused() {
        NodeView node = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")));
        proxy.changeNode(node.withOtherNodes(Set.of(Ip.parse("192.168.1.3"))));
        put(List.of(service("web", "10.96.0.1")
                .loadBalancer("192.168.1.2", "192.168.1.3")
                .endpoints("10.36.0.1")));
        round();
        assertThat(servers("192.168.1.2")).containsExactly("10.36.0.1");
        assertThat(servers("192.168.1.3")).isEmpty();
        assertThat(refused).isEmpty();
    }

    private void put(List<Given> services) {
        for (Given service : services) {
            tracker.putService(service.spec());
            service.view().slices().forEach(tracker::putSlice);
        }
    }

    private void round() {
        proxy.takeChanged();
        RoundReport report = proxy.round(kernel, NOW);
        assertThat(report.applied().failures()).isEmpty();
        report.notes().refusals().forEach(refusal -> refused.addAll(refusal.begun()));
    }

    private List<String> servers(String address) {
        VirtualServer.Key key = new VirtualServer.Key(Ip.parse(address), 80, Protocol.TCP);
        return kernel.observe().frontends().containsKey(key)
                ? kernel.observe().frontends().get(key).realServers().values().stream()
                        .filter(server -> server.weight() > 0)
                        .map(RealServer::key)
                        .map(server -> server.address().toString())
                        .toList()
                : List.of();
    }
}
