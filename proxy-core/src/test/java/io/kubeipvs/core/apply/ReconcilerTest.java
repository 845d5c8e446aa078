package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.desire.SurroundingsOf;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
    private static final String SURROUNDINGS =
            "surroundings " + SurroundingsOf.node(NodeView.UNKNOWN, new Settings(Scheduler.RR)) + "\n";
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");

    private final FakeKernel kernel = new FakeKernel();
    private final Reconciler reconciler = new Reconciler(new Settings(Scheduler.RR));

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

    private static Settings sparing(String range) {
        Settings base = new Settings(Scheduler.RR);
        return new Settings(
                base.scheduler(),
                base.drainTimeout(),
                base.nodePortAddresses(),
                base.externalAddresses(),
                base.masquerading(),
                base.silentLinks(),
                List.of(Cidr.parse(range)));
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
                new KernelOp.ChangeVirtualServer(new VirtualServer(key("10.96.0.2"), "lc", 0, 0))));

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
    void anAddressOfTheNodeThatComesAndGoesPlansTheNodePortsOnItOnly() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .nodePort(30001)
                .endpoints("10.36.0.1")
                .view();
        NodeView before = node("192.168.1.2");
        reconciler.setNode(before);
        reconciler.update(List.of(web, view(2, "10.36.0.2")));
        reconciler.apply(reconciler.plan(NOW), kernel);

        reconciler.setNode(node("192.168.1.2", "192.168.1.3"));
        reconciler.update(List.of(web, view(2, "10.36.0.2")));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        admit TCP 192.168.1.3:30001 EXTERNAL
                        add virtual server TCP 192.168.1.3:30001 rr
                        add real server TCP 192.168.1.3:30001 -> 10.36.0.1:8080 weight=1
                        """);
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.setNode(before);
        reconciler.update(List.of(web));
        assertThat(reconciler.plan(NOW)).hasToString("""
                        drop virtual server TCP 192.168.1.3:30001
                        admit no more TCP 192.168.1.3:30001
                        """);
    }

    @Test
    void anExternalAddressThatALinkGetsIsLeftToThatLinkAndServedOn() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .externalIps("192.168.1.9")
                .endpoints("10.36.0.1")
                .view();
        reconciler.update(List.of(web));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.setNode(node("192.168.1.9"));
        reconciler.update(List.of(web));
        assertThat(reconciler.plan(NOW)).hasToString("unbind VIP 192.168.1.9\ntake from VIPS 192.168.1.9\n");
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
    void aNodePortDrainsAlsoAfterARestart() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .nodePort(30001)
                .endpoints("10.36.0.1")
                .view();
        reconciler.setNode(node("192.168.1.2"));
        reconciler.update(List.of(web));
        reconciler.apply(reconciler.plan(NOW), kernel);
        VirtualServer.Key nodePort = new VirtualServer.Key(Ip.parse("192.168.1.2"), 30001, Protocol.TCP);
        Connection connection = new Connection(nodePort, new RealServer.Key(Ip.parse("10.36.0.1"), 8080));
        kernel.connect(connection);
        reconciler.update(List.of(new ServiceView(web.name(), Optional.empty(), web.slices())));
        reconciler.apply(reconciler.plan(NOW), kernel);

        Reconciler restarted = new Reconciler(new Settings(Scheduler.RR));
        restarted.setNode(node("192.168.1.2"));
        restarted.adopt(kernel.observe());
        restarted.apply(restarted.plan(NOW), kernel);
        restarted.countConnections(kernel);
        restarted.apply(restarted.plan(NOW), kernel);
        assertThat(kernel.observe().frontends().keySet()).containsExactly(nodePort);
        kernel.disconnect(connection);
        restarted.countConnections(kernel);
        restarted.apply(restarted.plan(NOW), kernel);
        assertThat(kernel.observe().frontends()).isEmpty();
    }

    @Test
    void aPortOfTheNodesOwnAddressDrains() {
        ServiceView web = Given.service("web", "10.96.0.1")
                .externalIps("192.168.1.2")
                .endpoints("10.36.0.1")
                .view();
        reconciler.setNode(node("192.168.1.2"));
        reconciler.update(List.of(web));
        reconciler.apply(reconciler.plan(NOW), kernel);
        reconciler.update(List.of(new ServiceView(web.name(), Optional.empty(), web.slices())));
        assertThat(reconciler.plan(NOW).toString().lines())
                .containsExactlyInAnyOrder(
                        "admit TCP 192.168.1.2:80 REFUSE",
                        "admit TCP 10.96.0.1:80 REFUSE",
                        "change real server TCP 192.168.1.2:80 -> 10.36.0.1:8080 weight=0",
                        "change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0");
    }

    @Test
    void aNodePortThatWentWhileNobodyLookedIsRemovedAndOtherPortsOfTheNodeStay() {
        VirtualServer.Key stale = new VirtualServer.Key(Ip.parse("192.168.1.2"), 30001, Protocol.TCP);
        VirtualServer foreign = new VirtualServer(key("192.168.1.2"), "wlc", 0, 0);
        VirtualServer elsewhere =
                new VirtualServer(new VirtualServer.Key(Ip.parse("192.0.2.1"), 30001, Protocol.TCP), "wlc", 0, 0);
        kernel.apply(List.of(
                new KernelOp.AddVirtualServer(new VirtualServer(stale, "rr", 0, 0)),
                new KernelOp.AddVirtualServer(foreign),
                new KernelOp.AddVirtualServer(elsewhere)));
        reconciler.setNode(node("192.168.1.2"));
        reconciler.adopt(kernel.observe());
        assertThat(reconciler.plan(NOW)).hasToString(SURROUNDINGS + "drop virtual server TCP 192.168.1.2:30001\n");
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

    private static NodeView node(String... addresses) {
        return new NodeView(
                NodeSpec.named("n1"), Stream.of(addresses).map(Ip::parse).collect(Collectors.toSet()));
    }

    private static VirtualServer.Key key(String vip) {
        return new VirtualServer.Key(Ip.parse(vip), 80, Protocol.TCP);
    }

    private static ServiceName name(int number) {
        return new ServiceName("default", "web-" + number);
    }

    private static ServiceView view(int number, String... endpoints) {
        Ip vip = Ip.v4((10 << 24 | 96 << 16) + number);
        ServiceSpec service =
                new ServiceSpec(name(number), List.of(vip), List.of(new ServicePort("", Protocol.TCP, 80)));
        SliceSpec slice = new SliceSpec(
                new SliceName("default", "web-" + number + "-abc"),
                name(number),
                List.of(new SlicePort("", Protocol.TCP, 8080)),
                Stream.of(endpoints).map(e -> new Endpoint(Ip.parse(e), true)).toList());
        return new ServiceView(name(number), Optional.of(service), List.of(slice));
    }
}
