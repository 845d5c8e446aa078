package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.Given;
import io.kubeipvs.core.apply.Cadence;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
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
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SyncLoopTest {
    private static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    private static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);

    private static final NodeView NODE = node("192.168.1.2");

    private final FakeKernel kernel = new FakeKernel();
    private final Trigger trigger = new Trigger();
    private final ChangeTracker tracker = new ChangeTracker(trigger::poke);
    private final BlockingQueue<SyncReport> reports = new LinkedBlockingQueue<>();
    private final AtomicInteger refusing = new AtomicInteger();
    private final AtomicInteger unreachable = new AtomicInteger();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private Thread thread;
    private SyncLoop loop;

    @AfterEach
    void stop() throws InterruptedException {
        trigger.close();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    @Test
    void programsNothingBeforeBothKindsWereListed() throws Exception {
        kernel.apply(List.of(
                new KernelOp.AddVirtualServer(new VirtualServer(WEB, "rr", 0, 0)), new KernelOp.BindVip(WEB.vip())));
        start(kernel, Duration.ofHours(1));
        loop.changeNode(NODE);
        tracker.relistServices(List.of());
        trigger.poke();
        assertThat(reports.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(kernel.observe().vips()).contains(WEB.vip());
        tracker.relistSlices(List.of());
        assertThat(next().audited()).isTrue();
        assertThat(kernel.observe().vips()).isEmpty();
        assertThat(kernel.observe().frontends()).isEmpty();
    }

    @Test
    void programsNothingBeforeTheNodeIsKnown() throws Exception {
        start(kernel, Duration.ofHours(1));
        tracker.relistSlices(List.of());
        tracker.relistServices(List.of(web()));
        assertThat(reports.poll(200, TimeUnit.MILLISECONDS)).isNull();
        loop.changeNode(NODE);
        assertThat(nextBusy().services()).isEqualTo(1);
    }

    @Test
    void aChangeOfTheNodesAddressesReachesTheServicesThatHaveToDoWithThem() throws Exception {
        start(kernel, Duration.ofHours(1));
        ServiceSpec outside =
                Given.service("outside", "10.96.0.2").nodePort(30001).spec();
        list(web(), outside);
        nextBusy();
        loop.changeNode(node("192.168.1.3"));
        SyncReport report = nextBusy();
        assertThat(report.services()).isEqualTo(1);
        assertThat(report.audited()).isFalse();
        assertThat(report.result().results())
                .extracting(result -> result.op().toString())
                .containsExactly(
                        "admit TCP 192.168.1.3:30001 REFUSE",
                        "add virtual server TCP 192.168.1.3:30001 rr",
                        "drop virtual server TCP 192.168.1.2:30001",
                        "admit no more TCP 192.168.1.2:30001");
    }

    @Test
    void aRefusedAddressIsLoggedOnceWhileItLasts() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            start(kernel, Duration.ofHours(1));
            Given given = Given.service("web", "10.96.0.1").externalIps("127.0.0.1");
            list(given.spec());
            nextBusy();
            tracker.putService(given.nodePort(30001).spec());
            nextBusy();
            assertThat(log.lines("address_refused"))
                    .singleElement()
                    .asString()
                    .endsWith("address_refused Service default/web: spec.externalIPs 127.0.0.1: is a loopback address;"
                            + " it is not served");
        }
    }

    @Test
    void tellsOnceOfRefusedAddressesConflictsAndWhatIsInTheKernel() throws Exception {
        start(kernel, Duration.ofHours(1));
        ServiceSpec refused =
                Given.service("refused", "10.96.0.2").externalIps("127.0.0.1").spec();
        ServiceSpec rival = Given.service("rival", WEB.vip().toString()).spec();
        list(web(), refused, rival);
        nextBusy();
        Await.until(() -> assertThat(told)
                .containsExactlyInAnyOrder(
                        "conflict TCP 10.96.0.1:80 is claimed by Services default/rival (serves it) and"
                                + " [default/web]",
                        "refused default/refused 127.0.0.1",
                        "refused now 1",
                        "applied default/refused",
                        "applied default/rival",
                        "applied default/web"));
        told.clear();
        tracker.removeService(refused.name());
        nextBusy();
        Await.until(() -> assertThat(told).containsExactly("refused now 0", "applied default/refused"));
    }

    @Test
    void whatWasNotAppliedIsToldWhenItIs() throws Exception {
        AtomicInteger failures = new AtomicInteger(1);
        kernel.setFault(op -> {
            if (failures.getAndDecrement() > 0) {
                throw new KernelUnavailableException("away", null);
            }
            return null;
        });
        start(kernel, Duration.ofHours(1));
        list(web());
        nextBusy();
        assertThat(unreachable).hasValue(1);
        Await.until(() -> assertThat(told).containsOnlyOnce("applied default/web"));
    }

    @Test
    void appliesAChangeAndANewSettingWithoutReadingTheKernelAgain() throws Exception {
        start(kernel, Duration.ofHours(1));
        list(web());
        assertThat(nextBusy().services()).isEqualTo(1);
        loop.changeSettings(new Settings(Scheduler.SH));
        SyncReport report = nextBusy();
        assertThat(report.audited()).isFalse();
        assertThat(report.result().results()).hasSize(1);
        assertThat(scheduler()).isEqualTo("sh");
    }

    @Test
    void aShorterPeriodIsInForceAtOnce() throws Exception {
        start(kernel, Duration.ofHours(1));
        list(web());
        nextBusy();
        synchronized (kernel) {
            kernel.apply(List.of(new KernelOp.UnbindVip(WEB.vip())));
        }
        loop.changePace(Duration.ofMillis(50), Duration.ZERO);
        assertThat(nextBusy().result().results())
                .extracting(result -> (Object) result.op())
                .containsExactly(new KernelOp.BindVip(WEB.vip()));
    }

    @Test
    void waitsTheLeastTimeBetweenTwoRounds() throws Exception {
        start(kernel, Duration.ofHours(1));
        loop.changePace(Duration.ofHours(1), Duration.ofHours(1));
        list(web());
        assertThat(next().services()).isEqualTo(1);
        loop.changeSettings(new Settings(Scheduler.SH));
        assertThat(reports.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(scheduler()).isEqualTo("rr");
    }

    @Test
    void theAuditRepairsWhatAnotherHandChanged() throws Exception {
        start(kernel, Duration.ofMillis(50));
        list(web());
        nextBusy();
        synchronized (kernel) {
            kernel.apply(List.of(new KernelOp.UnbindVip(WEB.vip())));
        }
        assertThat(nextBusy().result().results())
                .extracting(result -> (Object) result.op())
                .containsExactly(new KernelOp.BindVip(WEB.vip()));
    }

    @Test
    void whatIsRefusedIsTriedAgain() throws Exception {
        AtomicInteger refusals = new AtomicInteger(1);
        kernel.setFault(op -> op instanceof KernelOp.AddVirtualServer && refusals.getAndDecrement() > 0
                ? new Outcome.Refused("ENOMEM", "no memory")
                : null);
        start(kernel, Duration.ofHours(1));
        list(web());
        assertThat(nextBusy().result().failures())
                .extracting(failure -> failure.op().toString())
                .containsExactly("add virtual server TCP 10.96.0.1:80 rr", "bind VIP 10.96.0.1");
        assertThat(nextBusy().result().failures()).isEmpty();
        assertThat(kernel.observe().vips()).containsExactly(WEB.vip());
    }

    @Test
    void anUnreachableKernelIsTriedAgain() throws Exception {
        AtomicInteger failures = new AtomicInteger(1);
        start(
                new Kernel() {
                    @Override
                    public KernelState observe() {
                        if (failures.getAndDecrement() > 0) {
                            throw new KernelUnavailableException("away", null);
                        }
                        return kernel.observe();
                    }

                    @Override
                    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
                        return kernel.connections(virtualServer);
                    }

                    @Override
                    public List<Outcome> apply(List<KernelOp> operations) {
                        return kernel.apply(operations);
                    }
                },
                Duration.ofHours(1));
        list(web());
        assertThat(nextBusy().result().failures()).isEmpty();
        assertThat(unreachable).hasValue(1);
        assertThat(kernel.observe().vips()).containsExactly(WEB.vip());
    }

    @Test
    void aServerThatLeavesIsGoneSoonAfterItsLastConnection() throws Exception {
        start(kernel, Duration.ofHours(1));
        loop.changeNode(NODE);
        tracker.relistSlices(List.of(slice(POD)));
        tracker.relistServices(List.of(web()));
        nextBusy();
        Connection connection = new Connection(WEB, POD);
        synchronized (kernel) {
            kernel.connect(connection);
        }
        tracker.putSlice(slice());
        assertThat(nextBusy().draining()).isEqualTo(1);
        assertThat(next().draining()).isEqualTo(1); // counted, and found the connection
        synchronized (kernel) {
            kernel.disconnect(connection);
        }
        SyncReport report = nextBusy();
        assertThat(report.result().results())
                .extracting(result -> (Object) result.op())
                .containsExactly(new KernelOp.DropRealServer(WEB, POD));
        assertThat(report.draining()).isZero();
    }

    private void start(Kernel door, Duration auditPeriod) {
        Kernel serial = new Kernel() {
            @Override
            public KernelState observe() {
                synchronized (kernel) {
                    return door.observe();
                }
            }

            @Override
            public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
                synchronized (kernel) {
                    return door.connections(virtualServer);
                }
            }

            @Override
            public List<Outcome> apply(List<KernelOp> operations) {
                synchronized (kernel) {
                    return door.apply(operations);
                }
            }
        };
        SyncListener listener = new SyncListener() {
            @Override
            public void synced(SyncReport report) {
                reports.add(report);
            }

            @Override
            public void unreachable() {
                unreachable.incrementAndGet();
            }

            @Override
            public void applied(Collection<ServiceView> changed, NodeView node) {
                changed.forEach(view -> told.add("applied " + view.name()));
            }

            @Override
            public void conflict(Conflict conflict) {
                told.add("conflict " + conflict);
            }

            @Override
            public void refused(ServiceName service, List<RefusedAddress> addresses) {
                addresses.forEach(address -> told.add("refused " + service + " " + address.address()));
            }

            @Override
            public void refusedNow(Collection<List<RefusedAddress>> ofServices) {
                if (refusing.getAndSet(ofServices.size()) != ofServices.size()) {
                    told.add("refused now " + ofServices.size());
                }
            }
        };
        loop = new SyncLoop(
                new SyncLoop.Parts(
                        tracker, new Reconciler(new Settings(Scheduler.RR)), serial, trigger, new Cadence(auditPeriod)),
                InstantSource.system(),
                listener);
        thread = new Thread(() -> {
            try {
                loop.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
    }

    private void list(ServiceSpec... services) {
        loop.changeNode(NODE);
        tracker.relistSlices(List.of());
        tracker.relistServices(List.of(services));
    }

    private SyncReport next() throws InterruptedException {
        SyncReport report = reports.poll(20, TimeUnit.SECONDS);
        assertThat(report).as("a round within 20 s").isNotNull();
        return report;
    }

    /** The next round that had something to do: a poke too many makes an empty one. */
    private SyncReport nextBusy() throws InterruptedException {
        SyncReport report = next();
        while (report.result().results().isEmpty()) {
            report = next();
        }
        return report;
    }

    private String scheduler() {
        synchronized (kernel) {
            return kernel.observe().frontends().get(WEB).virtualServer().scheduler();
        }
    }

    private static NodeView node(String address) {
        return new NodeView(NodeSpec.named("n1"), Set.of(Ip.parse(address)));
    }

    private static ServiceSpec web() {
        return new ServiceSpec(
                new ServiceName("default", "web"),
                List.of(WEB.vip()),
                List.of(new ServicePort("", Protocol.TCP, WEB.port())));
    }

    private static SliceSpec slice(RealServer.Key... pods) {
        return new SliceSpec(
                new SliceName("default", "web-abc"),
                web().name(),
                List.of(new SlicePort("", Protocol.TCP, POD.port())),
                Stream.of(pods).map(pod -> new Endpoint(pod.address(), true)).toList());
    }
}
