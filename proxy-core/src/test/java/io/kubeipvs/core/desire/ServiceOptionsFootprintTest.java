package io.kubeipvs.core.desire;

import static io.kubeipvs.core.Given.service;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSelector;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.SchedulerFlag;
import io.kubeipvs.core.model.SourceRanges;
import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.track.ServiceView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The effects of the options of a Service on its footprint. */
class ServiceOptionsFootprintTest extends FootprintHarness {
    private static Given web() {
        return service("web", CLUSTER_IP).endpoints("10.180.0.1");
    }

    private static Footprint without(Given service, Set<Scheduler> missing) {
        return Footprints.of(service.view(), new Footprints.Circumstances(NODE, RR, new Ledger(), missing));
    }

    @Test
    void everyVirtualServerHasTheChosenScheduler() {
        Footprint footprint = footprint(everywhere().externalLocal().option(Options.SCHEDULER, Scheduler.WLC));
        assertThat(footprint.frontends().values())
                .hasSizeGreaterThan(4)
                .allMatch(frontend -> frontend.virtualServer().scheduler().equals("wlc"));
        assertThat(footprint.ignored()).isEmpty();
    }

    @Test
    void chosenFlagsReplaceTheDefault() {
        Given web = web().option(Options.SCHEDULER, Scheduler.MH);
        assertThat(lines(footprint(web))).containsExactly("TCP 10.20.30.41:80 mh flags=0x18 -> 10.180.0.1:8080");
        web.option(Options.SCHEDULER_FLAGS, Set.of(SchedulerFlag.PORT));
        assertThat(lines(footprint(web))).containsExactly("TCP 10.20.30.41:80 mh flags=0x10 -> 10.180.0.1:8080");
    }

    @Test
    void flagsOfASchedulerWithoutFlagsAreIgnoredAndNamed() {
        Footprint footprint = footprint(web().option(Options.SCHEDULER_FLAGS, Set.of(SchedulerFlag.PORT)));
        assertThat(lines(footprint)).containsExactly("TCP 10.20.30.41:80 rr -> 10.180.0.1:8080");
        assertThat(footprint.ignored())
                .hasToString("[kubeipvs.io/scheduler-flags has no effect: scheduler rr has no flags]");
    }

    @Test
    void aSchedulerThatTheKernelDoesNotHaveIsReplacedByTheDefault() {
        Given web = web().option(Options.SCHEDULER, Scheduler.FO);
        Footprint footprint = without(web, Set.of(Scheduler.FO));
        assertThat(lines(footprint)).containsExactly("TCP 10.20.30.41:80 rr -> 10.180.0.1:8080");
        assertThat(footprint.ignored().toString()).contains("no scheduler fo").contains("modprobe ip_vs_fo");
    }

    @Test
    void anOptionThatIsNotAllowedIsIgnoredAndNamed() {
        Given web = web().option(Options.SCHEDULER, Scheduler.FO);
        Set<ServiceOption<?>> allowed = Set.of(Options.SCHEDULER_FLAGS);
        Footprint footprint = OnlyService.footprint(
                web.view().withService(web.view().service().map(spec -> spec.inForce(allowed))), NODE, RR);
        assertThat(lines(footprint)).containsExactly("TCP 10.20.30.41:80 rr -> 10.180.0.1:8080");
        assertThat(footprint.ignored().toString())
                .contains("kubeipvs.io/scheduler")
                .contains("annotations.allowed");
    }

    /** The real servers of the cluster address, with their weights and limits. */
    private static List<String> servers(Given service, NodeView node) {
        ServiceView view = service.view();
        return OnlyService.footprint(
                        view.withService(view.service().map(spec -> spec.inForce(Set.copyOf(Options.ALL)))), node, RR)
                .frontends()
                .values()
                .stream()
                .filter(frontend -> frontend.key().vip().equals(Ip.parse(CLUSTER_IP)))
                .flatMap(frontend -> frontend.realServers().values().stream())
                .map(RealServer::toString)
                .sorted()
                .toList();
    }

    private static Footprint footprint(Given service, NodeView node) {
        ServiceView view = service.view();
        return OnlyService.footprint(
                view.withService(view.service().map(spec -> spec.inForce(Set.copyOf(Options.ALL)))), node, RR);
    }

    @Test
    void aWeightOfTheSliceCountsBeforeThatOfTheNodeAndThatBeforeOne() {
        Given web = service("web", CLUSTER_IP)
                .option(Options.SCHEDULER, Scheduler.WRR)
                .endpoints("10.180.0.1@n1", "10.180.1.1@n2")
                .weightedEndpoints(7, "10.180.1.2@n2");
        assertThat(servers(web, NODE.withWeights(Map.of("n2", 3))))
                .containsExactly("10.180.0.1:8080 weight=1", "10.180.1.1:8080 weight=3", "10.180.1.2:8080 weight=7");
    }

    @Test
    void endpointsOfThisNodeArePreferred() {
        Given web = service("web", CLUSTER_IP)
                .option(Options.SCHEDULER, Scheduler.WRR)
                .option(Options.PREFER_LOCAL_WEIGHT, 100)
                .endpoints("10.180.0.1@n1", "10.180.1.1@n2");
        assertThat(servers(web, NODE)).containsExactly("10.180.0.1:8080 weight=100", "10.180.1.1:8080 weight=1");
        assertThat(servers(web, NODE.withWeights(Map.of("n1", 60_000))))
                .containsExactly("10.180.0.1:8080 weight=65535", "10.180.1.1:8080 weight=1");
    }

    @Test
    void weightsThatTheSchedulerIgnoresAreNamedOnce() {
        Given web = service("web", CLUSTER_IP).nodePort(30001).endpoints("10.180.0.1@n1", "10.180.1.1@n2");
        NodeView weighted = NODE.withWeights(Map.of("n2", 3));
        assertThat(footprint(web, weighted).ignored())
                .hasToString(
                        "[kubeipvs.io/weight has no effect: scheduler rr gives every endpoint the same share; only the"
                                + " weight 0 counts; choose another one, for instance wrr]");
        assertThat(footprint(web.option(Options.SCHEDULER, Scheduler.WLC), weighted)
                        .ignored())
                .isEmpty();
        assertThat(footprint(web, NODE.withWeights(Map.of("n2", 0))).ignored()).isEmpty();
    }

    @Test
    void aServiceWhoseEndpointsAllHaveWeightZeroRefuses() {
        Given web = service("web", CLUSTER_IP).endpoints("10.180.1.1@n2");
        Footprint footprint = footprint(web, NODE.withWeights(Map.of("n2", 0)));
        assertThat(admissions(footprint)).containsExactly("TCP 10.20.30.41:80 REFUSE");
        assertThat(servers(web, NODE.withWeights(Map.of("n2", 0)))).containsExactly("10.180.1.1:8080 weight=0");
    }

    @Test
    void withLocalPolicyAnEndpointOfWeightZeroIsNone() {
        Given web = everywhere().externalLocal();
        assertThat(admissions(footprint(web, NODE.withWeights(Map.of("n1", 0)))))
                .contains("TCP 50.60.70.81:80 NO_LOCAL");
        assertThat(HealthCheck.of(web.healthCheckNodePort(30002).view(), NODE.withWeights(Map.of("n1", 0)))
                        .orElseThrow()
                        .localEndpoints())
                .containsOnly(Map.entry(Family.IPV4, 0));
    }

    @Test
    void aSchedulerThatChoosesServersOfWeightZeroGetsNone() {
        Given web = service("web", CLUSTER_IP)
                .option(Options.SCHEDULER, Scheduler.DH)
                .endpoints("10.180.0.1@n1", "10.180.1.1@n2");
        assertThat(servers(web, NODE.withWeights(Map.of("n2", 0)))).containsExactly("10.180.0.1:8080 weight=1");
    }

    @Test
    void everyServerHasTheLimits() {
        Given web = web().option(Options.MAX_CONNECTIONS, 100).option(Options.MIN_CONNECTIONS, 20);
        assertThat(servers(web, NODE)).containsExactly("10.180.0.1:8080 weight=1 max=100 min=20");
        web.option(Options.MIN_CONNECTIONS, 101);
        assertThat(servers(web, NODE)).containsExactly("10.180.0.1:8080 weight=1 max=100");
        assertThat(footprint(web, NODE).ignored().toString()).contains("101 is above kubeipvs.io/max-connections");
    }

    @Test
    void clientsOfOnePrefixStayTogether() {
        Given web = web().affinity(60).option(Options.PERSISTENCE_PREFIX, 24);
        assertThat(lines(footprint(web, NODE)))
                .containsExactly("TCP 10.20.30.41:80 rr flags=0x1 timeout=60s prefix=24 -> 10.180.0.1:8080");
        assertThat(lines(footprint(web.option(Options.PERSISTENCE_PREFIX, 32), NODE)))
                .containsExactly("TCP 10.20.30.41:80 rr flags=0x1 timeout=60s -> 10.180.0.1:8080");
        assertThat(footprint(web.affinity(0), NODE).ignored().toString()).contains("no sessionAffinity");
    }

    @Test
    void externalLocalIsAsTheTrafficPolicy() {
        Given web = everywhere().option(Options.EXTERNAL_LOCAL, true);
        assertThat(admissions(footprint(web, NODE)))
                .isEqualTo(admissions(footprint(everywhere().externalLocal(), NODE)));
    }

    @Test
    void addressesOfTheLoadBalancerAreSkipped() {
        Footprint footprint = footprint(everywhere().option(Options.SKIP_LOAD_BALANCER_ADDRESSES, true), NODE);
        assertThat(vips(footprint)).containsExactly("10.20.30.41", "50.60.70.81");
    }

    @Test
    void sourceRangesDenyTheirClientsAndTheNodeIfItIsOneOfThem() {
        Given web =
                everywhere().sourceRanges("0.0.0.0/1").option(Options.SOURCE_RANGES_POLICY, SourceRanges.Policy.DENY);
        assertThat(admissions(footprint(web, NODE))).contains("TCP 1.2.3.4:80 EXTERNAL from=[128.0.0.0/1]");
        Given upper =
                everywhere().sourceRanges("128.0.0.0/1").option(Options.SOURCE_RANGES_POLICY, SourceRanges.Policy.DENY);
        assertThat(admissions(footprint(upper, NODE))).contains("TCP 1.2.3.4:80 EXTERNAL from=[0.0.0.0/1]");
        assertThat(admissions(footprint(upper, node("200.1.1.1"))))
                .anyMatch(line -> line.startsWith("TCP 1.2.3.4:80 EXTERNAL from=[0.0.0.0/8, 1.0.0.0/15"));
    }

    @Test
    void otherNodesServeOnlyClusterAddresses() {
        Given web = everywhere().healthCheckNodePort(30002).externalLocal();
        web.option(Options.NODES, NodeSelector.parse("edge"));
        assertThat(vips(footprint(web, NODE))).containsExactly("10.20.30.41");
        assertThat(lines(footprint(web, NODE))).hasSize(1);
        NodeView edge = NODE.withNode(NODE.node().withLabels(Map.of("edge", "")));
        assertThat(lines(footprint(web, edge)))
                .hasSize(lines(footprint(everywhere().externalLocal(), NODE)).size());
        assertThat(HealthCheck.of(web.view(), NODE).orElseThrow().localEndpoints())
                .containsOnly(Map.entry(Family.IPV4, 0));
        assertThat(HealthCheck.of(web.view(), edge).orElseThrow().localEndpoints())
                .containsOnly(Map.entry(Family.IPV4, 1));
    }
}
