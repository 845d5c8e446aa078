package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.plan.Plan;
import io.kubeipvs.core.track.ServiceView;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ReconcilerTest extends ReconcilerHarness {
    @Test
    void aChangeOfOneServiceAmongAThousandPlansThatServiceOnly() {
        reconciler.update(IntStream.range(0, 1000)
                .mapToObj(i -> view(i, "10.36.0.1", "10.36.0.2"))
                .toList());
        while (reconciler.isUnfinished()) {
            reconciler.apply(reconciler.plan(NOW), kernel);
        }

        reconciler.update(List.of(view(7, "10.36.0.2", "10.36.0.3")));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        add real server TCP 10.96.0.7:80 -> 10.36.0.3:8080 weight=1
                        change real server TCP 10.96.0.7:80 -> 10.36.0.1:8080 weight=0
                        """);
    }

    @Test
    void anotherSchedulerForManyLetsAChangeOfEndpointsThroughSoon() {
        List<ServiceView> all =
                IntStream.range(0, 120).mapToObj(i -> view(i, "10.36.0.1")).toList();
        reconciler.update(all);
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(reconciler.isUnfinished()).isFalse();

        reconciler.setSettings(Settings.DEFAULT.with(s -> s.scheduler(Scheduler.LC)));
        reconciler.update(all);
        Plan first = reconciler.plan(NOW);
        reconciler.apply(first, kernel);
        assertThat(changes(first)).isEqualTo(50);
        assertThat(reconciler.isUnfinished()).isTrue();

        reconciler.update(List.of(view(7, "10.36.0.1", "10.36.0.2")));
        Plan second = reconciler.plan(NOW);
        assertThat(changes(second)).isEqualTo(50);
        assertThat(second.operations())
                .last()
                .hasToString("add real server TCP 10.96.0.7:80 -> 10.36.0.2:8080 weight=1");
        reconciler.apply(second, kernel);
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(reconciler.isUnfinished()).isFalse();
        assertThat(kernel.observe().frontends().values())
                .hasSize(120)
                .allMatch(frontend -> frontend.virtualServer().scheduler().equals("lc"));
    }

    @Test
    void aServiceThatAppearsIsMadeReachableLastAndOneThatGoesFirst() {
        reconciler.update(List.of(view(1, "10.36.0.1")));
        assertThat(reconciler.plan(NOW)).hasToString(NODE_FILTER + """
                        add to VIPS 10.96.0.1
                        add virtual server TCP 10.96.0.1:80 rr
                        add real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=1
                        admit TCP 10.96.0.1:80 CLUSTER
                        bind VIP 10.96.0.1
                        """);
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.update(List.of(ServiceView.named(name(1))));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        admit TCP 10.96.0.1:80 REFUSE
                        change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0
                        """);
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.countConnections(kernel, later(1));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        drop admission TCP 10.96.0.1:80
                        unbind VIP 10.96.0.1
                        drop virtual server TCP 10.96.0.1:80
                        remove from VIPS 10.96.0.1
                        """);
    }

    @Test
    void aReplacedEndpointIsOneExchangeWithTheKernel() {
        reconciler.update(List.of(view(1, "10.36.0.1")));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.update(List.of(view(1, "10.36.0.2")));
        Plan plan = reconciler.plan(NOW);
        assertThat(plan).hasToString("""
                        add real server TCP 10.96.0.1:80 -> 10.36.0.2:8080 weight=1
                        change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0
                        """);
        assertThat(plan.exchanges()).containsExactly(plan.operations());
        assertThat(reconciler.apply(plan, kernel).results())
                .extracting(ApplyReport.Result::exchange)
                .containsExactly(0, 0);
    }

    @Test
    void anOperationThatNeedsAnAnswerIsSentAfterIt() {
        reconciler.update(List.of(view(1, "10.36.0.1")));
        Plan plan = reconciler.plan(NOW);
        assertThat(plan.exchanges())
                .allSatisfy(together -> assertThat(together)
                        .extracting(KernelOp::phase)
                        .containsOnly(together.get(0).phase()));
        assertThat(reconciler.apply(plan, kernel).results())
                .extracting(ApplyReport.Result::exchange)
                .doesNotHaveDuplicates();
    }

    /** Its clients would be sent to an endpoint that is gone. */
    @Test
    void anEndpointThatIsGoneGetsNoConnectionsAlsoIfItsReplacementIsRefused() {
        reconciler.update(List.of(view(1, "10.36.0.1")));
        reconciler.apply(reconciler.plan(NOW), kernel);
        kernel.setFault(op -> op.phase() == Phase.PUT_REAL_SERVERS ? new Outcome.Refused("ENOMEM", "no memory") : null);
        reconciler.update(List.of(view(1, "10.36.0.2")));
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.realServers(key("10.96.0.1")).values())
                .singleElement()
                .matches(RealServer::isQuiet);
    }

    @Test
    void foreignVirtualServersAreLeftAlone() {
        VirtualServer foreign = new VirtualServer(key("192.0.2.1"), "wlc", 0, 0);
        VirtualServer stale = new VirtualServer(key("10.96.0.9"), "rr", 0, 0);
        kernel.apply(List.of(
                new IpvsOp.AddVirtualServer(foreign),
                new IpvsOp.AddVirtualServer(stale),
                new VipOp.BindVip(stale.key().vip())));
        reconciler.adopt(kernel.observe());
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).containsOnlyKeys(foreign.key());
        assertThat(kernel.observe().vips()).isEmpty();
    }

    @Test
    void nothingIsTakenFromExcludedRanges() {
        Reconciler excluding = new Reconciler(excluding("10.96.0.8/29"));
        excluding.update(List.of(view(9, "10.36.0.1")));
        excluding.apply(excluding.plan(NOW), kernel);
        kernel.apply(List.of(
                new IpvsOp.AddVirtualServer(new VirtualServer(key("10.96.0.10"), "wlc", 0, 0)),
                new VipOp.BindVip(Ip.parse("10.96.0.10"))));
        excluding.adopt(kernel.observe());
        excluding.update(List.of(ServiceView.named(name(9))));
        assertThat(excluding.plan(NOW).isEmpty()).isTrue();
        excluding.apply(excluding.plan(NOW), kernel);

        excluding.setSettings(excluding("192.0.2.0/24"));
        assertThat(excluding.plan(NOW).toString())
                .contains("drop virtual server TCP 10.96.0.10:80", "unbind VIP 10.96.0.10");
    }

    @Test
    void aRestartAdoptsWhatIsThereAndChangesOnlyWhatDiffers() {
        reconciler.update(List.of(view(1, "10.36.0.1"), view(2, "10.36.0.2")));
        reconciler.apply(reconciler.plan(NOW), kernel);

        Reconciler restarted = new Reconciler(Settings.DEFAULT);
        restarted.update(List.of(view(1, "10.36.0.1"), view(2, "10.36.0.3")));
        restarted.adopt(kernel.observe());
        assertThat(restarted.plan(NOW)).hasToString("""
                        add real server TCP 10.96.0.2:80 -> 10.36.0.3:8080 weight=1
                        change real server TCP 10.96.0.2:80 -> 10.36.0.2:8080 weight=0
                        """);
    }

    @Test
    void whatIsRefusedIsNotBoundIsReportedAndIsTriedAgainWhenAsked() {
        kernel.removeScheduler("rr");
        reconciler.update(List.of(view(1, "10.36.0.1")));
        ApplyReport report = reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(report.failures())
                .extracting(ApplyReport.Result::outcome)
                .containsExactly(
                        new Outcome.Refused("ENOENT", "no scheduler rr"),
                        new Outcome.Skipped(),
                        new Outcome.Skipped(),
                        new Outcome.Skipped());
        assertThat(report.hasSurprise()).isFalse();
        assertThat(reconciler.isPending()).isTrue();
        assertThat(reconciler.plan(NOW).isEmpty()).isTrue();

        reconciler.retry();
        assertThat(reconciler.plan(NOW).operations()).hasSize(4);
    }

    @Test
    void driftIsRepairedAfterAnAudit() {
        reconciler.update(List.of(view(1, "10.36.0.1"), view(2, "10.36.0.2")));
        reconciler.apply(reconciler.plan(NOW), kernel);
        VirtualServer.Key gone = key("10.96.0.1");
        kernel.apply(List.of(
                new IpvsOp.DropVirtualServer(gone),
                new VipOp.UnbindVip(Ip.parse("10.96.0.2")),
                changed(new VirtualServer(key("10.96.0.2"), "lc", 0, 0))));

        reconciler.adopt(kernel.observe());
        assertThat(reconciler.plan(NOW).toString().lines())
                .containsExactlyInAnyOrder(
                        "add virtual server TCP 10.96.0.1:80 rr",
                        "pause new connections TCP 10.96.0.2:80",
                        "change virtual server TCP 10.96.0.2:80 rr",
                        "resume new connections TCP 10.96.0.2:80",
                        "add real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=1",
                        "bind VIP 10.96.0.2");
    }

    @Test
    void aConflictIsSeenWhenItArises() {
        ServiceSpec twin = ServiceSpec.named(new ServiceName("default", "a-twin"))
                .withClusterIps(List.of(Ip.parse("10.96.0.1")))
                .withPorts(List.of(new ServicePort("", Protocol.TCP, 80)));
        reconciler.update(List.of(view(1, "10.36.0.1")));
        assertThat(reconciler.notes().takeChanges().conflicts()).isEmpty();
        reconciler.update(List.of(ServiceView.named(twin.name()).withService(Optional.of(twin))));
        assertThat(reconciler.notes().takeChanges().conflicts()).singleElement().satisfies(conflict -> {
            assertThat(conflict.owner()).isEqualTo(twin.name());
            assertThat(conflict.others()).containsExactly(name(1));
        });
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends().values())
                .containsExactly(Frontend.of(new VirtualServer(key("10.96.0.1"), "rr", 0, 0), List.of()));
    }

    @Test
    void aChangeOfPolicyLeavesTheFrontendsThatItDoesNotConcern() {
        Given given =
                Given.service("web", "10.96.0.1").loadBalancer("203.0.113.1").endpoints("10.36.0.1@n1", "10.36.0.2@n2");
        reconciler.setNode(node("192.168.1.2"));
        reconciler.update(List.of(given.view()));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.update(List.of(given.externalLocal().view()));
        int mark = Mark.of(Protocol.TCP, "default/web  80");
        assertThat(reconciler
                        .plan(NOW)
                        .toString()
                        .replace(Mark.text(mark), "MARK")
                        .lines())
                .as(
                        "in-cluster clients have all endpoints, external clients are masqueraded until the remote one is removed")
                .containsExactlyInAnyOrder(
                        "add virtual server FWM MARK rr",
                        "add real server FWM MARK -> 10.36.0.2:8080 weight=1",
                        "add real server FWM MARK -> 10.36.0.1:8080 weight=1",
                        "admit TCP 203.0.113.1:80 TRANSITION in-cluster-mark=MARK",
                        "change real server TCP 203.0.113.1:80 -> 10.36.0.2:8080 weight=0",
                        "admit TCP 203.0.113.1:80 LOCAL in-cluster-mark=MARK");
    }

    @Test
    void aServiceThatBecomesAnothersLeavesNothing() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .nodePort(30001)
                .externalIps("192.168.1.2")
                .loadBalancer("203.0.113.1")
                .endpoints("10.36.0.1")
                .view();
        reconciler.setNode(node("192.168.1.2"));
        reconciler.update(List.of(web));
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).hasSize(4);
        reconciler.update(List.of(ServiceView.named(web.name()).withSlices(web.slices())));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.countConnections(kernel, later(1));
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).isEmpty();
        assertThat(kernel.observe().vips()).isEmpty();
    }

    @Test
    void aRefusedAddressIsReportedUntilItIsOver() {
        Given web = Given.service("web", "10.96.0.1");
        reconciler.update(List.of(
                Given.service("web", "10.96.0.1").externalIps("224.0.0.1").view()));
        assertThat(reconciler.notes().takeChanges().refusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.service()).isEqualTo(web.view().name());
            assertThat(refusal.begun())
                    .extracting(Object::toString)
                    .containsExactly("spec.externalIPs 224.0.0.1: is a multicast address; it is not served");
        });
        assertThat(reconciler.state().refused()).containsEntry(RefusedAddress.Reason.MULTICAST, 1);
        reconciler.update(List.of(web.view()));
        assertThat(reconciler.state().refused()).doesNotContainValue(1);
    }

    private static long changes(Plan plan) {
        return plan.operations().stream()
                .filter(op -> op.phase() == Phase.CHANGE_SCHEDULERS)
                .count();
    }

    private static KernelOp changed(VirtualServer server) {
        return new IpvsOp.ChangeVirtualServer(server, server);
    }
}
