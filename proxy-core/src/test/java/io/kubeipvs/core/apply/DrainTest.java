package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Backend;
import io.kubeipvs.core.drain.Drain;
import io.kubeipvs.core.explain.Fate;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How removed servers and Services with connections drain. */
class DrainTest {
    private static final ServiceName WEB = new ServiceName("default", "web");
    private static final Ip VIP = Ip.parse("10.96.0.1");
    private static final KernelState NOTHING = SimulatedProxy.freshStart(List.of(), Settings.DEFAULT);
    private static final VirtualServer.Key HTTP = new VirtualServer.Key(VIP, 80, Protocol.TCP);
    private static final VirtualServer.Key ADMIN = new VirtualServer.Key(VIP, 81, Protocol.TCP);
    private static final Connection TO_POD_1 = new Connection(HTTP, pod("10.36.0.1"));

    private final FakeKernel kernel = new FakeKernel();
    private SimulatedProxy proxy = new SimulatedProxy(kernel, Settings.DEFAULT);

    @Test
    void aRemovedServerStaysUntilItsLastConnectionIsOver() {
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        endpoints(Protocol.TCP, "10.36.0.2");
        assertThat(proxy.plan()).hasToString("""
                        add real server TCP 10.96.0.1:80 -> 10.36.0.2:8080 weight=1
                        change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0
                        """);
        proxy.round();
        proxy.countingRound();
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
        assertThat(packets().servers(new VirtualServer.Key(VIP, 80, Protocol.TCP)))
                .containsExactly(pod("10.36.0.2"));
        assertThat(proxy.reconciler.drains().count()).isEqualTo(1);

        kernel.disconnect(TO_POD_1);
        kernel.log().clear();
        proxy.countingRound();
        assertThat(kernel.log()).containsExactly(new IpvsOp.DropRealServer(HTTP, pod("10.36.0.1")));
        assertThat(proxy.reconciler.drains().count()).isZero();
    }

    @Test
    void aRemovedServerTakesConnectionsUntilItsReplacementDoes() {
        Random anyOrderInAPhase = new Random(1);
        for (int i = 0; i < 20; i++) {
            serve(Protocol.TCP, "10.36.0.1");
            endpoints(Protocol.TCP, "10.36.0.2");
            for (KernelOp op : proxy.operations(anyOrderInAPhase)) {
                kernel.apply(List.of(op));
                assertThat(packets().fate(new VirtualServer.Key(VIP, 80, Protocol.TCP)))
                        .isEqualTo(Fate.SERVED);
            }
            proxy.settled();
        }
    }

    @Test
    void oneThatIsWantedAgainGetsItsWeightBackInPlace() {
        serve(Protocol.TCP, "10.36.0.1", "10.36.0.2");
        kernel.connect(TO_POD_1);
        endpoints(Protocol.TCP, "10.36.0.2");
        proxy.round();
        endpoints(Protocol.TCP, "10.36.0.1", "10.36.0.2");
        assertThat(proxy.plan()).hasToString("""
                        change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=1
                        """);
        proxy.round();
        assertThat(proxy.reconciler.drains().count()).isZero();
        assertThat(kernel.connections(HTTP)).containsEntry(pod("10.36.0.1"), 1);
    }

    @Test
    void aDeletedServiceRefusesNewConnectionsAndServesThoseItHas() {
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        proxy.tracker.removeService(WEB);
        proxy.round();
        proxy.countingRound();
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
        assertThat(packets().fate(new VirtualServer.Key(VIP, 80, Protocol.TCP))).isEqualTo(Fate.REFUSED);

        kernel.disconnect(TO_POD_1);
        kernel.log().clear();
        proxy.countingRound();
        assertThat(kernel.log())
                .extracting(Object::toString)
                .containsExactly(
                        "drop admission TCP 10.96.0.1:80",
                        "unbind VIP 10.96.0.1",
                        "drop virtual server TCP 10.96.0.1:80",
                        "remove from VIPS 10.96.0.1");
    }

    @Test
    void aServiceThatComesBackWhileItsServersDrainHasThemAtOnce() {
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        proxy.tracker.removeService(WEB);
        proxy.round();
        proxy.tracker.putService(service(Protocol.TCP));
        kernel.log().clear();
        proxy.round();
        assertThat(kernel.log())
                .extracting(Object::toString)
                .containsExactly(
                        "change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=1",
                        "admit TCP 10.96.0.1:80 CLUSTER");
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
    }

    @Test
    void aPortThatGoesDrainsAndTheOthersNeverNotice() {
        proxy.tracker.putService(ServiceSpec.named(WEB)
                .withClusterIps(List.of(VIP))
                .withPorts(List.of(new ServicePort("", Protocol.TCP, 80), new ServicePort("", Protocol.TCP, 81))));
        endpoints(Protocol.TCP, "10.36.0.1");
        proxy.round();
        Connection toAdmin = new Connection(ADMIN, pod("10.36.0.1"));
        kernel.connect(TO_POD_1);
        kernel.connect(toAdmin);
        proxy.tracker.putService(service(Protocol.TCP));
        proxy.round();
        assertThat(packets().goesOn(toAdmin)).isTrue();
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
        assertThat(packets().fate(new VirtualServer.Key(VIP, 81, Protocol.TCP))).isEqualTo(Fate.REFUSED);

        proxy.tracker.removeService(WEB);
        proxy.round();
        kernel.disconnect(TO_POD_1);
        kernel.log().clear();
        proxy.countingRound();
        assertThat(kernel.log())
                .as("the VIP is still needed")
                .extracting(Object::toString)
                .containsExactly("drop admission TCP 10.96.0.1:80", "drop virtual server TCP 10.96.0.1:80");
        assertThat(packets().goesOn(toAdmin)).isTrue();
        kernel.disconnect(toAdmin);
        assertThat(proxy.drained()).isEqualTo(NOTHING);
    }

    @Test
    void aUdpServerGoesAtOnce() {
        serve(Protocol.UDP, "10.36.0.1");
        endpoints(Protocol.UDP, "10.36.0.2");
        assertThat(proxy.plan()).hasToString("""
                        add real server UDP 10.96.0.1:80 -> 10.36.0.2:8080 weight=1
                        drop real server UDP 10.96.0.1:80 -> 10.36.0.1:8080
                        forget flows UDP 10.96.0.1:80 -> 10.36.0.1:8080
                        """);
        proxy.round();
        proxy.tracker.removeService(WEB);
        proxy.reconciler.updateFrom(proxy.tracker);
        assertThat(proxy.plan()).hasToString("""
                        drop admission UDP 10.96.0.1:80
                        unbind VIP 10.96.0.1
                        drop virtual server UDP 10.96.0.1:80
                        remove from VIPS 10.96.0.1
                        forget flows UDP 10.96.0.1:80 -> 10.36.0.2:8080
                        """);
    }

    private static List<Scheduler> schedulers() {
        List<Scheduler> schedulers = new ArrayList<>(Scheduler.KNOWN);
        schedulers.add(new Scheduler("own"));
        return schedulers;
    }

    @ParameterizedTest
    @MethodSource("schedulers")
    void onlyDestinationHashingDropsAtOnceForItWouldRefuseNewConnections(Scheduler scheduler) {
        proxy = new SimulatedProxy(kernel, Settings.DEFAULT.with(s -> s.scheduler(scheduler)));
        serve(Protocol.SCTP, "10.36.0.1");
        endpoints(Protocol.SCTP, "10.36.0.2");
        String last = scheduler.equals(Scheduler.DH)
                ? "drop real server SCTP 10.96.0.1:80 -> 10.36.0.1:8080"
                : "change real server SCTP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0";
        assertThat(proxy.plan().operations()).last().hasToString(last);
    }

    @Test
    void itsTimeEndsWhateverItHas() {
        proxy = new SimulatedProxy(kernel, Settings.DEFAULT.with(s -> s.drainTimeout(Duration.ofMinutes(5))));
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        endpoints(Protocol.TCP);
        proxy.round();
        proxy.pass(Duration.ofSeconds(299));
        proxy.countingRound();
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
        proxy.pass(Duration.ofSeconds(1));
        proxy.countingRound();
        assertThat(kernel.connections(HTTP)).isEmpty();
        assertThat(proxy.reconciler.drains().count()).isZero();
    }

    @Test
    void withoutATimeoutItDrainsAsLongAsItsConnectionsLast() {
        proxy = new SimulatedProxy(kernel, Settings.DEFAULT.with(s -> s.drainTimeout(Duration.ZERO)));
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        endpoints(Protocol.TCP);
        proxy.round();
        proxy.pass(Duration.ofDays(1000));
        proxy.countingRound();
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
    }

    @Test
    void aRefusedDropIsTriedAgainAndDoesNotBeginTheTimeAnew() {
        proxy = new SimulatedProxy(kernel, Settings.DEFAULT.with(s -> s.drainTimeout(Duration.ofMinutes(5))));
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        endpoints(Protocol.TCP);
        proxy.round();
        proxy.pass(Duration.ofMinutes(5));
        kernel.setFault(op -> new Outcome.Refused("ENOMEM", ""));
        proxy.countingRound();
        kernel.setFault(op -> null);
        proxy.reconciler.retry();
        proxy.round();
        assertThat(kernel.connections(HTTP)).isEmpty();
    }

    @Test
    void oneThatStillTakesConnectionsIsNotDroppedForHavingNone() {
        serve(Protocol.TCP, "10.36.0.1");
        kernel.setFault(op -> op instanceof IpvsOp.ChangeRealServer ? new Outcome.Refused("ENOMEM", "") : null);
        endpoints(Protocol.TCP);
        proxy.round();
        proxy.countConnections();
        assertThat(proxy.plan()).hasToString("""
                        change real server TCP 10.96.0.1:80 -> 10.36.0.1:8080 weight=0
                        """);
    }

    @Test
    void aRestartGoesOnWithWhatDrains() {
        serve(Protocol.TCP, "10.36.0.1", "10.36.0.2");
        kernel.connect(TO_POD_1);
        proxy.tracker.removeService(WEB);
        proxy.round();
        KernelState before = kernel.observe();

        proxy = new SimulatedProxy(kernel, Settings.DEFAULT.with(s -> s.drainTimeout(Duration.ofMinutes(5))));
        proxy.reconciler.adopt(kernel.observe());
        proxy.round();
        assertThat(kernel.observe()).isEqualTo(before);
        assertThat(proxy.reconciler.drains().count()).isEqualTo(2);
        proxy.countingRound();
        assertThat(kernel.connections(HTTP)).containsOnlyKeys(pod("10.36.0.1"));
        proxy.pass(Duration.ofMinutes(5));
        assertThat(proxy.drained()).isEqualTo(NOTHING);
    }

    @Test
    void aRestartGivesADrainTheRestOfItsTime() {
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        proxy.tracker.removeService(WEB);
        proxy.round();
        proxy.pass(Duration.ofMinutes(40));
        List<Drain> drains = proxy.reconciler.drains().all();

        SimulatedProxy restarted = new SimulatedProxy(kernel, Settings.DEFAULT);
        restarted.pass(Duration.ofMinutes(40));
        restarted.reconciler.drains().restore(drains);
        restarted.reconciler.adopt(kernel.observe());
        restarted.round();
        restarted.pass(Duration.ofMinutes(19));
        restarted.countingRound();
        assertThat(kernel.connections(HTTP)).containsOnlyKeys(pod("10.36.0.1"));
        restarted.pass(Duration.ofMinutes(1));
        assertThat(restarted.drained()).isEqualTo(NOTHING);
    }

    @Test
    void aServerOnALostNodeIsCutOffAtOnceIfTheOperatorChoseSo() {
        proxy = new SimulatedProxy(kernel, Settings.DEFAULT.with(s -> s.cutsLostNodes(true)));
        serve(Protocol.TCP, "10.36.0.1@n2", "10.36.0.2@n3");
        kernel.connect(TO_POD_1);
        endpoints(Protocol.TCP, "10.36.0.2@n3");
        proxy.round();
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
        proxy.changeNode(NodeView.UNKNOWN.withLostNodes(Set.of("n2")));
        assertThat(proxy.plan()).hasToString("""
                        drop real server TCP 10.96.0.1:80 -> 10.36.0.1:8080
                        """);
        proxy.round();
        assertThat(proxy.reconciler.drains().count()).isZero();
    }

    @Test
    void aServerOnANodeThatIsLostAlreadyNeverDrains() {
        proxy = new SimulatedProxy(kernel, Settings.DEFAULT.with(s -> s.cutsLostNodes(true)));
        serve(Protocol.TCP, "10.36.0.1@n2", "10.36.0.2@n3");
        proxy.changeNode(NodeView.UNKNOWN.withLostNodes(Set.of("n2")));
        proxy.round();
        assertThat(kernel.connections(HTTP)).as("wanted: it stays").hasSize(2);
        endpoints(Protocol.TCP, "10.36.0.1@n2+!ready", "10.36.0.2@n3");
        proxy.round();
        assertThat(kernel.connections(HTTP)).containsOnlyKeys(pod("10.36.0.2"));
    }

    @Test
    void byDefaultAServerOnALostNodeDrains() {
        serve(Protocol.TCP, "10.36.0.1@n2", "10.36.0.2@n3");
        kernel.connect(TO_POD_1);
        proxy.changeNode(NodeView.UNKNOWN.withLostNodes(Set.of("n2")));
        endpoints(Protocol.TCP, "10.36.0.2@n3");
        proxy.round();
        proxy.countingRound();
        assertThat(packets().goesOn(TO_POD_1)).isTrue();
    }

    @Test
    void aLinkThatAnotherHandRemovedLeavesNoVirtualServerBehind() {
        serve(Protocol.TCP, "10.36.0.1");
        kernel.connect(TO_POD_1);
        proxy.tracker.removeService(WEB);
        proxy.round();
        kernel.apply(List.of(new VipOp.UnbindVip(VIP)));
        proxy.reconciler.adopt(kernel.observe());
        proxy.round();
        kernel.disconnect(TO_POD_1);
        assertThat(proxy.drained()).isEqualTo(NOTHING);
    }

    @Test
    void aQuietServerOfAnotherProgramIsNotOurs() {
        VirtualServer foreign =
                new VirtualServer(new VirtualServer.Key(Ip.parse("192.0.2.1"), 80, Protocol.TCP), "wlc", 0, 0);
        kernel.apply(List.of(
                new IpvsOp.AddVirtualServer(foreign),
                new IpvsOp.AddRealServer(foreign.key(), new RealServer(pod("10.36.0.1"), 0))));
        KernelState before = kernel.observe();
        assertThat(proxy.settled().frontends()).isEqualTo(before.frontends());
        assertThat(proxy.reconciler.drains().count()).isZero();
    }

    private Packets packets() {
        return new Packets(kernel.observe(), Set.of());
    }

    private void serve(Protocol protocol, String... endpoints) {
        proxy.tracker.putService(service(protocol));
        endpoints(protocol, endpoints);
        proxy.round();
    }

    private static ServiceSpec service(Protocol protocol) {
        return ServiceSpec.named(WEB)
                .withClusterIps(List.of(VIP))
                .withPorts(List.of(new ServicePort("", protocol, 80)));
    }

    private void endpoints(Protocol protocol, String... endpoints) {
        proxy.tracker.putSlice(SliceSpec.named(new SliceName("default", "web-abc"), WEB)
                .withPorts(List.of(new SlicePort("", protocol, 8080)))
                .withEndpoints(Stream.of(endpoints).map(Backend::of).toList()));
        proxy.reconciler.updateFrom(proxy.tracker);
    }

    private static RealServer.Key pod(String address) {
        return new RealServer.Key(Ip.parse(address), 8080);
    }
}
