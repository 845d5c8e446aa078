package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The wishes of each kind of Service in the kernel: the catalogue of kube-proxy's own tests, and where we differ. */
class ServiceKindsTest extends FootprintHarness {
    @ParameterizedTest
    @EnumSource(Protocol.class)
    void nodePort(Protocol protocol) {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .protocol(protocol)
                .nodePort(30001)
                .endpoints("10.180.0.1")
                .endpoints("1002:ab8::2:1"));
        assertThat(lines(wanted))
                .containsExactly(
                        protocol + " 10.20.30.41:80 rr -> 10.180.0.1:8080",
                        protocol + " 100.101.102.103:30001 rr -> 10.180.0.1:8080");
        assertThat(vips(wanted)).as("a node's own address is never bound").containsExactly(CLUSTER_IP);
    }

    @Test
    void nodePortOfTheSixthVersion() {
        assertThat(lines(footprint(service("web", "2020::1")
                        .nodePort(30001)
                        .endpoints("1002:ab8::2:1")
                        .endpoints("10.180.0.1"))))
                .containsExactly(
                        "TCP [2001:db8::1:1]:30001 rr -> [1002:ab8::2:1]:8080",
                        "TCP [2020::1]:80 rr -> [1002:ab8::2:1]:8080");
    }

    @Test
    void nodePortOnEveryAddressOfADualStackNodeWithoutEndpoints() {
        NodeView node = node("192.168.1.2", "10.0.0.2", "127.0.0.1", "fe80::1", "2001:db8::1", "::1");
        assertThat(lines(OnlyService.footprint(
                        service("web", CLUSTER_IP, "2020::1").nodePort(30001).view(), node, RR)))
                .containsExactly(
                        "TCP 10.0.0.2:30001 rr -> ",
                        "TCP 10.20.30.41:80 rr -> ",
                        "TCP 192.168.1.2:30001 rr -> ",
                        "TCP [2001:db8::1]:30001 rr -> ",
                        "TCP [2020::1]:80 rr -> ");
    }

    /** A load balancer may ask for health at its own address; cluster and external addresses have no such port. */
    @Test
    void aHealthCheckIsAnsweredAtTheVipsOfALoadBalancerWithPolicyLocal() {
        NodeView node = known("192.168.1.2", "2001:db8::1");
        Given local = service("web", CLUSTER_IP, "2020::1")
                .loadBalancer("1.2.3.4", "2001:db8:113::8")
                .externalIps("203.0.113.7")
                .healthCheckNodePort(32000)
                .externalLocal();
        assertThat(healthChecks(local, node, RR)).containsExactly("1.2.3.4:32000", "[2001:db8:113::8]:32000");
        Settings elsewhere = RR.with(s -> s.nodePortAddresses(NodePortAddresses.in(List.of(Cidr.parse("10.0.0.0/8")))));
        assertThat(healthChecks(local, node, elsewhere))
                .as("nothing listens on the primary IPv4 address")
                .containsExactly("[2001:db8:113::8]:32000");
        assertThat(healthChecks(local, known("1.2.3.4", "192.168.1.2"), RR))
                .as("the node's own address has the port itself")
                .isEmpty();
        Given cluster = service("web", CLUSTER_IP).loadBalancer("1.2.3.4").healthCheckNodePort(32000);
        assertThat(healthChecks(cluster, node, RR)).isEmpty();
    }

    /** A node with these addresses in its Node object and on its links. */
    private static NodeView known(String... addresses) {
        NodeView node = node(addresses);
        return node.withNode(
                node.node().withAddresses(Stream.of(addresses).map(Ip::parse).toList()));
    }

    private static List<String> healthChecks(Given service, NodeView node, Settings settings) {
        return OnlyService.footprint(service.view(), node, settings).admissions().entrySet().stream()
                .filter(admission -> admission.getValue().kind() == Admission.Kind.HEALTH_CHECK)
                .map(admission -> admission.getKey().toString().replace("TCP ", ""))
                .sorted()
                .toList();
    }

    @Test
    void nodePortOnTheChosenAddressesOnly() {
        NodeView node = node("100.101.102.103", "10.0.0.2");
        Settings chosen = Settings.DEFAULT.with(
                s -> s.nodePortAddresses(NodePortAddresses.in(List.of(Cidr.parse("100.101.102.0/24")))));
        assertThat(lines(OnlyService.footprint(
                        service("web", CLUSTER_IP).nodePort(30001).view(), node, chosen)))
                .containsExactly("TCP 10.20.30.41:80 rr -> ", "TCP 100.101.102.103:30001 rr -> ");
    }

    @Test
    void aNodeWithoutAddressStillServesTheRest() {
        assertThat(lines(OnlyService.footprint(
                        service("web", CLUSTER_IP)
                                .nodePort(30001)
                                .loadBalancer("1.2.3.4")
                                .view(),
                        node(),
                        RR)))
                .containsExactly("TCP 1.2.3.4:80 rr -> ", "TCP 10.20.30.41:80 rr -> ");
    }

    @Test
    void externalIpsOfTheFamiliesThatTheServiceHas() {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .externalIps("50.60.70.81", "2012::51", "127.0.0.1")
                .endpoints("10.180.0.1"));
        assertThat(lines(wanted))
                .containsExactly(
                        "TCP 10.20.30.41:80 rr -> 10.180.0.1:8080", "TCP 50.60.70.81:80 rr -> 10.180.0.1:8080");
        assertThat(vips(wanted)).containsExactly(CLUSTER_IP, "50.60.70.81");
        assertThat(wanted.refused())
                .extracting(Object::toString)
                .containsExactly("spec.externalIPs 127.0.0.1: is a loopback address; it is not served");
    }

    @Test
    void loadBalancerWithNodePort() {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .loadBalancer("1.2.3.4")
                .nodePort(30001)
                .endpoints("10.180.0.1"));
        assertThat(lines(wanted))
                .containsExactly(
                        "TCP 1.2.3.4:80 rr -> 10.180.0.1:8080",
                        "TCP 10.20.30.41:80 rr -> 10.180.0.1:8080",
                        "TCP 100.101.102.103:30001 rr -> 10.180.0.1:8080");
        assertThat(vips(wanted)).containsExactly("1.2.3.4", CLUSTER_IP);
    }

    @Test
    void anAddressOfTheNodeIsServedWhereItIs() {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .externalIps("100.101.102.103")
                .loadBalancer("100.101.102.103")
                .endpoints("10.180.0.1"));
        assertThat(lines(wanted)).contains("TCP 100.101.102.103:80 rr -> 10.180.0.1:8080");
        assertThat(vips(wanted)).containsExactly(CLUSTER_IP);
    }

    @Test
    void anAddressOfAnotherNodeIsRefused() {
        NodeView here = NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse("192.168.1.2")))
                .withOtherNodes(Set.of(Ip.parse("192.168.1.3"), Ip.parse("192.168.1.2")));
        Footprint wanted = OnlyService.footprint(
                service("web", CLUSTER_IP)
                        .externalIps("192.168.1.2", "192.168.1.3")
                        .view(),
                here,
                RR);
        assertThat(lines(wanted)).containsExactly("TCP 10.20.30.41:80 rr -> ", "TCP 192.168.1.2:80 rr -> ");
        assertThat(vips(wanted)).containsExactly(CLUSTER_IP);
        assertThat(wanted.refused())
                .extracting(Object::toString)
                .containsExactly("spec.externalIPs 192.168.1.3: is an address of another node; it is not served");
    }

    @Test
    void aClusterAddressThatTheNodeHasIsNotServed() {
        Footprint wanted = OnlyService.footprint(
                service("web", CLUSTER_IP)
                        .externalIps(CLUSTER_IP, "1.2.3.4")
                        .endpoints("10.180.0.1")
                        .view(),
                node(CLUSTER_IP),
                RR);
        assertThat(lines(wanted)).containsExactly("TCP 1.2.3.4:80 rr -> 10.180.0.1:8080");
        assertThat(vips(wanted)).containsExactly("1.2.3.4");
        assertThat(wanted.notServed()).containsExactly(Ip.parse(CLUSTER_IP));
        assertThat(wanted.refused()).isEmpty();
    }

    @Test
    void anExternalAddressThatIsTheClusterAddressToo() {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .externalIps(CLUSTER_IP)
                .externalLocal()
                .endpoints("10.180.0.1@n1", "10.180.1.1@n2"));
        assertThat(lines(wanted)).containsExactly("TCP 10.20.30.41:80 rr -> 10.180.0.1:8080 10.180.1.1:8080");
        assertThat(inCluster(wanted)).isEmpty();
    }

    @Test
    void clientAffinityIsOnEveryVirtualServer() {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .nodePort(30001)
                .externalIps("50.60.70.81")
                .affinity(10800));
        assertThat(lines(wanted))
                .containsExactly(
                        "TCP 10.20.30.41:80 rr flags=0x1 timeout=10800s -> ",
                        "TCP 100.101.102.103:30001 rr flags=0x1 timeout=10800s -> ",
                        "TCP 50.60.70.81:80 rr flags=0x1 timeout=10800s -> ");
        assertThat(lines(OnlyService.footprint(
                        service("web", CLUSTER_IP).affinity(30).view(),
                        NODE,
                        Settings.DEFAULT.with(s -> s.scheduler(Scheduler.MH)))))
                .containsExactly("TCP 10.20.30.41:80 mh flags=0x19 timeout=30s -> ");
    }

    @Test
    void aLoadBalancerForSomeSourcesOnlyAdmitsThose() {
        Footprint wanted = footprint(service("web", CLUSTER_IP)
                .externalIps("1.2.3.4", "50.60.70.81")
                .loadBalancer("1.2.3.4")
                .sourceRanges("203.0.113.0/24")
                .endpoints("10.180.0.1"));
        assertThat(admissions(wanted))
                .containsExactly(
                        "TCP 1.2.3.4:80 EXTERNAL from=[203.0.113.0/24]",
                        "TCP 10.20.30.41:80 CLUSTER",
                        "TCP 50.60.70.81:80 EXTERNAL");
    }

    @Test
    void aRangeThatHoldsTheNodeAdmitsItsProcesses() {
        assertThat(admissions(footprint(service("web", CLUSTER_IP)
                        .loadBalancer("1.2.3.4")
                        .sourceRanges("100.101.0.0/16")
                        .endpoints("10.180.0.1"))))
                .contains("TCP 1.2.3.4:80 EXTERNAL from=[1.2.3.4/32, 100.101.0.0/16]");
    }

    @Test
    void rangesOfTheOtherFamilyAdmitNobody() {
        assertThat(admissions(footprint(service("web", CLUSTER_IP)
                        .loadBalancer("1.2.3.4")
                        .sourceRanges("2001:db8::/32")
                        .endpoints("10.180.0.1"))))
                .contains("TCP 1.2.3.4:80 EXTERNAL from=[]");
    }

    @Test
    void withoutEndpointsAllClientsAreRefused() {
        assertThat(admissions(
                        footprint(service("web", CLUSTER_IP).nodePort(30001).loadBalancer("1.2.3.4"))))
                .allMatch(line -> line.endsWith(" REFUSE"));
        assertThat(admissions(footprint(service("web", CLUSTER_IP)
                        .loadBalancer("1.2.3.4")
                        .internalLocal()
                        .endpoints("10.180.1.1@n2"))))
                .containsExactly("TCP 1.2.3.4:80 EXTERNAL", "TCP 10.20.30.41:80 REFUSE");
    }

    @Test
    void endpointsOfThisNodeMayAskThemselves() {
        assertThat(footprint(everywhere()).hairpins()).containsExactly(Ip.parse("10.180.0.1"));
    }

    @Test
    void aLoadBalancerForTheWholeFamilyIsServed() {
        assertThat(vips(footprint(
                        service("web", CLUSTER_IP).loadBalancer("1.2.3.4").sourceRanges("0.0.0.0/0"))))
                .contains("1.2.3.4");
    }
}
