package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.FailedServers;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.HealthOptions;
import io.kubeipvs.core.model.HealthOptions.Kind;
import io.kubeipvs.core.model.HealthOptions.OnFailure;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.servercheck.ServerCheck;
import io.kubeipvs.core.track.ServiceView;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Health checks of servers, and what follows from failed ones. */
class ServerHealthTest extends FootprintHarness {
    private static final NodeView NODES =
            node("192.168.1.2").withOtherNodes(Set.of(Ip.parse("192.168.1.3"), Ip.parse("2001:db8::3")));
    private static final Settings SETTINGS =
            Settings.DEFAULT.with(settings -> settings.externalAddresses(old -> new ExternalAddressRules(
                    List.of(Cidr.parse("10.36.0.0/16")), List.of(Cidr.parse("10.96.0.0/16")), List.of(), List.of())));

    private static Given web() {
        return service("web", "10.96.0.1").option(HealthOptions.KIND, Kind.TCP);
    }

    private static Footprint of(ServiceView view) {
        return OnlyService.footprint(view, NODES, SETTINGS);
    }

    /** With these endpoints failed. */
    private static Footprint failed(Given given, String... endpoints) {
        ServiceView view = given.view();
        Map<ServerCheck, String> failed = new HashMap<>();
        for (ServerCheck check : of(view).checks()) {
            if (List.of(endpoints).contains(check.address().toString())) {
                failed.put(check, "refused");
            }
        }
        assertThat(failed).hasSize(endpoints.length);
        return of(view.withFailedChecks(failed));
    }

    private static Frontend only(Footprint footprint) {
        assertThat(footprint.frontends()).hasSize(1);
        return footprint.frontends().values().iterator().next();
    }

    private static List<String> servers(Footprint footprint) {
        return only(footprint).realServers().values().stream()
                .map(RealServer::toString)
                .sorted()
                .toList();
    }

    private static List<String> checks(Given given) {
        return of(given.view()).checks().stream()
                .map(ServerCheck::toString)
                .sorted()
                .toList();
    }

    @Test
    void readyEndpointsAreCheckedAndNoOthers() {
        Given given = web().endpoints("10.36.0.1", "10.36.0.2+!ready", "10.36.0.3+!ready+terminating");
        assertThat(checks(given)).containsExactly("tcp://10.36.0.1:8080");
        assertThat(checks(service("web", "10.96.0.1").endpoints("10.36.0.1"))).isEmpty();
        assertThat(checks(service("web", "10.96.0.1")
                        .option(HealthOptions.KIND, Kind.NONE)
                        .endpoints("10.36.0.1")))
                .isEmpty();
    }

    @Test
    void anEndpointIsCheckedOnceWhateverItsAddressesAndPorts() {
        Given given = everywhere()
                .option(HealthOptions.KIND, Kind.HTTP)
                .option(HealthOptions.PORT, 9000)
                .option(HealthOptions.PATH_OF_REQUEST, "/ready")
                .endpoints("10.36.0.1", "10.36.0.2");
        assertThat(checks(given)).containsExactly("http://10.36.0.1:9000/ready", "http://10.36.0.2:9000/ready");
    }

    @Test
    void aFailedServerGetsWeightZeroAndNoConnectionEnds() {
        Footprint footprint = failed(web().endpoints("10.36.0.1", "10.36.0.2"), "10.36.0.1");
        assertThat(servers(footprint)).containsExactly("10.36.0.1:8080 weight=0", "10.36.0.2:8080 weight=1");
        assertThat(only(footprint).failed().isCut(new RealServer.Key(Ip.parse("10.36.0.1"), 8080)))
                .isFalse();
        assertThat(only(footprint).failed().words(2)).isEqualTo("1 of 2 servers failed their health check");
    }

    @Test
    void aFailedServerIsRemovedByChoice() {
        Footprint footprint = failed(
                web().option(HealthOptions.ON_FAILURE, OnFailure.REMOVE).endpoints("10.36.0.1", "10.36.0.2"),
                "10.36.0.1");
        assertThat(servers(footprint)).containsExactly("10.36.0.2:8080 weight=1");
        assertThat(only(footprint).failed().isCut(new RealServer.Key(Ip.parse("10.36.0.1"), 8080)))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"1, 2, false", "1, 3, true", "2, 1, false", "2, 2, true", "3, 1, true", "4, 1, true"})
    void withFewerHealthyServersThanTheQuorumTheChecksAreIgnored(int quorum, int failures, boolean isIgnored) {
        Given given = web().option(HealthOptions.QUORUM, quorum).endpoints("10.36.0.1", "10.36.0.2", "10.36.0.3");
        String[] failing = List.of("10.36.0.1", "10.36.0.2", "10.36.0.3")
                .subList(0, failures)
                .toArray(String[]::new);
        Footprint footprint = failed(given, failing);
        assertThat(only(footprint).failed().effect() == FailedServers.Effect.IGNORED)
                .isEqualTo(isIgnored);
        assertThat(servers(footprint))
                .filteredOn(server -> server.endsWith("weight=1"))
                .hasSize(isIgnored ? 3 : 3 - failures);
    }

    @Test
    void theServersOfThisNodeHaveAQuorumOfTheirOwn() {
        Footprint footprint =
                failed(web().internalLocal().endpoints("10.36.0.1@n1", "10.36.0.2@n2", "10.36.0.3@n2"), "10.36.0.1");
        assertThat(servers(footprint)).containsExactly("10.36.0.1:8080 weight=1");
        assertThat(only(footprint).failed().effect()).isEqualTo(FailedServers.Effect.IGNORED);
    }

    @Test
    void aServerInMaintenanceIsNotHealthy() {
        Given given = web().endpoints("10.36.0.1").weightedEndpoints(0, "10.36.0.2");
        assertThat(servers(failed(given, "10.36.0.1")))
                .containsExactly("10.36.0.1:8080 weight=1", "10.36.0.2:8080 weight=0");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "127.0.0.1 | loopback address",
                "169.254.169.254 | link-local address",
                "224.0.0.1 | multicast address",
                "255.255.255.255 | broadcast address",
                "192.168.1.2 | address of a node",
                "192.168.1.3 | address of a node",
                "10.96.0.77 | address of Services",
                "fe80::1 | link-local address",
                "::1 | loopback address",
                "::ffff:10.36.0.1 | IPv4-mapped address",
                "2001:db8::3 | address of a node",
            })
    void whatIsNoPodIsServedUncheckedWhateverTheSliceCallsIt(String address, String cause) {
        String vip =
                address.contains(":") && !address.contains(".") || address.startsWith("::") ? "fd00::1" : "10.97.0.1";
        Given given = service("web", vip).option(HealthOptions.KIND, Kind.TCP).endpoints(address + "+pod");
        Footprint footprint = of(given.view());
        assertThat(footprint.checks()).isEmpty();
        assertThat(only(footprint).realServers()).hasSize(1);
        assertThat(footprint.ignored())
                .hasToString("[kubeipvs.io/health-check has no effect on one endpoint: served unchecked ("
                        + Ip.parse(address) + ": " + cause + ")]");
    }

    @Test
    void outsideTheRangesOfPodsTheSliceHasToCallItAPod() {
        assertThat(checks(web().endpoints("172.16.0.1+pod"))).containsExactly("tcp://172.16.0.1:8080");
        Given given = web().endpoints("172.16.0.1", "172.16.0.2", "172.16.0.3", "172.16.0.4");
        assertThat(checks(given)).isEmpty();
        assertThat(of(given.view()).ignored().toString())
                .contains("on 4 endpoints")
                .contains("172.16.0.3: no pod")
                .doesNotContain("172.16.0.4");
    }

    @Test
    void aPortThatIsNotTcpNeedsAPortToCheck() {
        Given given = service("dns", "10.96.0.1")
                .option(HealthOptions.KIND, Kind.TCP)
                .protocol(Protocol.UDP)
                .endpoints("10.36.0.1");
        assertThat(checks(given)).isEmpty();
        assertThat(of(given.view()).ignored())
                .hasToString("[kubeipvs.io/health-check has no effect on UDP 80: only TCP ports are checked; choose one"
                        + " with kubeipvs.io/health-check-port]");
        assertThat(checks(given.option(HealthOptions.PORT, 53))).containsExactly("tcp://10.36.0.1:53");
    }

    @Test
    void partsWithoutEffectAreNamed() {
        assertThat(of(service("web", "10.96.0.1")
                                .option(HealthOptions.FALL, 5)
                                .endpoints("10.36.0.1")
                                .view())
                        .ignored())
                .hasToString(
                        "[kubeipvs.io/health-check-fall has no effect: the Service has no kubeipvs.io/health-check]");
        assertThat(of(web().option(HealthOptions.PATH_OF_REQUEST, "/x")
                                .endpoints("10.36.0.1")
                                .view())
                        .ignored()
                        .toString())
                .contains("kubeipvs.io/health-check-path has no effect: a TCP check has no request");
    }

    @Test
    void anAddressThatANodeGetsConcernsTheServicesWithChecks() {
        NodeView next = NODES.withOtherNodes(Set.of(Ip.parse("192.168.1.9")));
        NodeChange change = new NodeChange(NODES, next, SETTINGS.nodePortAddresses());
        assertThat(change.concerns(web().spec())).isTrue();
        assertThat(change.concerns(service("web", "10.96.0.1").spec())).isFalse();
    }
}
