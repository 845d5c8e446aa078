package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Outcome;
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
        reconciler.apply(reconciler.plan(NOW), kernel);

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

        reconciler.setSettings(new Settings(Scheduler.LC));
        reconciler.update(all);
        Plan first = reconciler.plan(NOW);
        reconciler.apply(first, kernel);
        assertThat(first.operations()).hasSize(50);
        assertThat(reconciler.isUnfinished()).isTrue();

        reconciler.update(List.of(view(7, "10.36.0.1", "10.36.0.2")));
        Plan second = reconciler.plan(NOW);
        assertThat(second.operations())
                .hasSize(51)
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
        assertThat(reconciler.plan(NOW)).hasToString(SURROUNDINGS + """
                        add to VIPS 10.96.0.1
                        add virtual server TCP 10.96.0.1:80 rr
                        add real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=1
                        admit TCP 10.96.0.1:80 CLUSTER
                        bind VIP 10.96.0.1
                        """);
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.update(List.of(new ServiceView(name(1), Optional.empty(), List.of())));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        admit TCP 10.96.0.1:80 REFUSE
                        change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0
                        """);
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.countConnections(kernel);
        assertThat(reconciler.plan(NOW)).hasToString("""
                        admit no more TCP 10.96.0.1:80
                        unbind VIP 10.96.0.1
                        drop virtual server TCP 10.96.0.1:80
                        take from VIPS 10.96.0.1
                        """);
    }

    @Test
    void foreignVirtualServersAreLeftAlone() {
        VirtualServer foreign = new VirtualServer(key("192.0.2.1"), "wlc", 0, 0);
        VirtualServer stale = new VirtualServer(key("10.96.0.9"), "rr", 0, 0);
        kernel.apply(List.of(
                new KernelOp.AddVirtualServer(foreign),
                new KernelOp.AddVirtualServer(stale),
                new KernelOp.BindVip(stale.key().vip())));
        reconciler.adopt(kernel.observe());
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).containsOnlyKeys(foreign.key());
        assertThat(kernel.observe().vips()).isEmpty();
    }

    @Test
    void nothingIsTakenFromExcludedRanges() {
        Reconciler sparing = new Reconciler(sparing("10.96.0.8/29"));
        sparing.update(List.of(view(9, "10.36.0.1")));
        sparing.apply(sparing.plan(NOW), kernel);
        kernel.apply(List.of(
                new KernelOp.AddVirtualServer(new VirtualServer(key("10.96.0.10"), "wlc", 0, 0)),
                new KernelOp.BindVip(Ip.parse("10.96.0.10"))));
        sparing.adopt(kernel.observe());
        sparing.update(List.of(new ServiceView(name(9), Optional.empty(), List.of())));
        assertThat(sparing.plan(NOW).isEmpty()).isTrue();

        sparing.setSettings(sparing("192.0.2.0/24"));
        sparing.adopt(kernel.observe());
        assertThat(sparing.plan(NOW).toString())
                .contains("drop virtual server TCP 10.96.0.10:80", "unbind VIP 10.96.0.10");
    }

    @Test
    void aRestartAdoptsWhatIsThereAndChangesOnlyWhatDiffers() {
        reconciler.update(List.of(view(1, "10.36.0.1"), view(2, "10.36.0.2")));
        reconciler.apply(reconciler.plan(NOW), kernel);

        Reconciler restarted = new Reconciler(new Settings(Scheduler.RR));
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
        assertThat(reconciler.isOwing()).isTrue();
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
                new KernelOp.DropVirtualServer(gone),
                new KernelOp.UnbindVip(Ip.parse("10.96.0.2")),
                changed(new VirtualServer(key("10.96.0.2"), "lc", 0, 0))));

        reconciler.adopt(kernel.observe());
        assertThat(reconciler.plan(NOW).toString().lines())
                .containsExactlyInAnyOrder(
                        "add virtual server TCP 10.96.0.1:80 rr",
                        "change virtual server TCP 10.96.0.2:80 rr",
                        "add real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=1",
                        "bind VIP 10.96.0.2");
    }

    @Test
    void aConflictIsSeenWhenItArises() {
        ServiceSpec twin = new ServiceSpec(
                new ServiceName("default", "a-twin"),
                List.of(Ip.parse("10.96.0.1")),
                List.of(new ServicePort("", Protocol.TCP, 80)));
        reconciler.update(List.of(view(1, "10.36.0.1")));
        assertThat(reconciler.conflicts()).isEmpty();
        reconciler.update(List.of(new ServiceView(twin.name(), Optional.of(twin), List.of())));
        assertThat(reconciler.conflicts()).singleElement().satisfies(conflict -> {
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
                .as("those inside have all endpoints, and those outside are masqueraded while a remote one is left")
                .containsExactlyInAnyOrder(
                        "add virtual server FWM MARK rr",
                        "add real server FWM MARK -> 10.36.0.2:8080 weight=1",
                        "add real server FWM MARK -> 10.36.0.1:8080 weight=1",
                        "admit TCP 203.0.113.1:80 TURNING inside=MARK",
                        "change real server TCP 203.0.113.1:80 -> 10.36.0.2:8080 weight=0",
                        "admit TCP 203.0.113.1:80 LOCAL inside=MARK");
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
        reconciler.update(List.of(new ServiceView(web.name(), Optional.empty(), web.slices())));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.countConnections(kernel);
        reconciler.apply(reconciler.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).isEmpty();
        assertThat(kernel.observe().vips()).isEmpty();
    }

    @Test
    void aRefusedAddressIsReportedUntilItIsOver() {
        Given web = Given.service("web", "10.96.0.1");
        reconciler.update(List.of(
                Given.service("web", "10.96.0.1").externalIps("224.0.0.1").view()));
        assertThat(reconciler.refused().get(web.view().name()))
                .extracting(Object::toString)
                .containsExactly("spec.externalIPs 224.0.0.1: is a multicast address; it is not served");
        reconciler.update(List.of(web.view()));
        assertThat(reconciler.refused()).isEmpty();
    }

    private static KernelOp changed(VirtualServer server) {
        return new KernelOp.ChangeVirtualServer(server, server);
    }
}
