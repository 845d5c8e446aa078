package io.kubeipvs.core.desire;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ServiceView;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FootprintsTest {
    private static final ServiceName NAME = new ServiceName("default", "web");
    private static final ServicePort HTTP = new ServicePort("http", Protocol.TCP, 80);
    private static final ServicePort DNS = new ServicePort("dns", Protocol.UDP, 53);

    @Test
    void aServiceThatIsNotThereWantsNothing() {
        ServiceView view = ServiceView.named(NAME).withSlices(List.of(slice("s", tcp(8080), "10.36.0.1")));
        assertThat(OnlyService.footprint(view, NodeView.UNKNOWN, Settings.DEFAULT))
                .isEqualTo(Footprint.NONE);
    }

    @Test
    void everyAddressAndPortIsAVirtualServerOfItsOwn() {
        Footprint footprint = footprint(service("10.96.0.1", "fd00::1", HTTP, DNS));
        assertThat(lines(footprint))
                .containsExactlyInAnyOrder(
                        "TCP 10.96.0.1:80 rr -> []",
                        "UDP 10.96.0.1:53 rr -> []",
                        "TCP [fd00::1]:80 rr -> []",
                        "UDP [fd00::1]:53 rr -> []");
        assertThat(footprint.vips()).containsExactlyInAnyOrder(Ip.parse("10.96.0.1"), Ip.parse("fd00::1"));
    }

    @Test
    void endpointsJoinByPortNameProtocolAndFamily() {
        Footprint footprint = footprint(
                service("10.96.0.1", "fd00::1", HTTP, DNS),
                slice("v4", tcp(8080), "10.36.0.1"),
                slice("v6", tcp(8080), "fd00:36::1"),
                slice("other name", new SlicePort("admin", Protocol.TCP, 9090), "10.36.0.1"),
                slice("other protocol", new SlicePort("http", Protocol.UDP, 9091), "10.36.0.1"),
                slice("dns", new SlicePort("dns", Protocol.UDP, 5353), "10.36.0.9"));
        assertThat(lines(footprint))
                .containsExactlyInAnyOrder(
                        "TCP 10.96.0.1:80 rr -> [10.36.0.1:8080 weight=1]",
                        "UDP 10.96.0.1:53 rr -> [10.36.0.9:5353 weight=1]",
                        "TCP [fd00::1]:80 rr -> [[fd00:36::1]:8080 weight=1]",
                        "UDP [fd00::1]:53 rr -> []");
    }

    @Test
    void slicesMergeAndAnEndpointCountsOnce() {
        Footprint footprint = footprint(
                service("10.96.0.1", null, HTTP),
                slice("s1", tcp(8080), "10.36.0.1", "10.36.0.2"),
                slice("s2", tcp(8080), "10.36.0.2", "10.36.0.3"),
                slice("another target port", tcp(8081), "10.36.0.3"));
        assertThat(lines(footprint))
                .containsExactly("TCP 10.96.0.1:80 rr -> [10.36.0.1:8080 weight=1, 10.36.0.2:8080 weight=1,"
                        + " 10.36.0.3:8080 weight=1, 10.36.0.3:8081 weight=1]");
    }

    @Test
    void onlyReadyEndpointsCountButReadyInOneSliceIsEnough() {
        SliceSpec waiting = SliceSpec.named(new SliceName("default", "s1"), NAME)
                .withPorts(List.of(tcp(8080)))
                .withEndpoints(List.of(
                        Endpoint.at(Ip.parse("10.36.0.1")).withConditions(Conditions.ofReady(false)),
                        Endpoint.at(Ip.parse("10.36.0.2")).withConditions(Conditions.ofReady(false))));
        Footprint footprint = footprint(service("10.96.0.1", null, HTTP), slice("s2", tcp(8080), "10.36.0.1"), waiting);
        assertThat(lines(footprint)).containsExactly("TCP 10.96.0.1:80 rr -> [10.36.0.1:8080 weight=1]");
    }

    @Test
    void unnamedPortsJoinEachOther() {
        Footprint footprint = footprint(
                service("10.96.0.1", null, new ServicePort("", Protocol.TCP, 3306)),
                slice("mysql", new SlicePort("", Protocol.TCP, 3306), "10.15.9.211"));
        assertThat(lines(footprint)).containsExactly("TCP 10.96.0.1:3306 rr -> [10.15.9.211:3306 weight=1]");
    }

    @Test
    void maglevHashesTheSourcePortTooAsKubeProxyHasIt() {
        assertThat(flags(Scheduler.MH) & VirtualServer.FLAG_HASH_PORT).isNotZero();
    }

    @Test
    void hashingPassesOverServersThatDrain() {
        assertThat(flags(Scheduler.SH)).isEqualTo(VirtualServer.FLAG_FALLBACK);
        assertThat(flags(Scheduler.MH) & VirtualServer.FLAG_FALLBACK).isNotZero();
        assertThat(flags(Scheduler.WLC)).isZero();
    }

    private static int flags(Scheduler scheduler) {
        ServiceView view = ServiceView.named(NAME).withService(Optional.of(service("10.96.0.1", null, HTTP)));
        return OnlyService.footprint(view, NodeView.UNKNOWN, Settings.DEFAULT.with(s -> s.scheduler(scheduler)))
                .frontends()
                .values()
                .iterator()
                .next()
                .virtualServer()
                .flags();
    }

    private static Footprint footprint(ServiceSpec service, SliceSpec... slices) {
        return OnlyService.footprint(
                ServiceView.named(NAME).withService(Optional.of(service)).withSlices(List.of(slices)),
                NodeView.UNKNOWN,
                Settings.DEFAULT);
    }

    private static ServiceSpec service(String vip, String secondVip, ServicePort... ports) {
        List<Ip> vips = Stream.ofNullable(secondVip).map(Ip::parse).collect(Collectors.toList());
        vips.add(0, Ip.parse(vip));
        return ServiceSpec.named(NAME).withClusterIps(vips).withPorts(List.of(ports));
    }

    private static SlicePort tcp(int port) {
        return new SlicePort("http", Protocol.TCP, port);
    }

    private static SliceSpec slice(String name, SlicePort port, String... addresses) {
        return SliceSpec.named(new SliceName("default", name), NAME)
                .withPorts(List.of(port))
                .withEndpoints(
                        Stream.of(addresses).map(a -> Endpoint.at(Ip.parse(a))).toList());
    }

    private static List<String> lines(Footprint footprint) {
        return footprint.frontends().values().stream()
                .map(f -> f.virtualServer() + " -> "
                        + f.realServers().values().stream()
                                .sorted((a, b) -> a.key().compareTo(b.key()))
                                .map(RealServer::toString)
                                .toList())
                .toList();
    }
}
