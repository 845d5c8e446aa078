package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.apply.Cadence;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeSpec;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.NodeTuning;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;

/** A loop on a kernel in memory, with what it tells. */
abstract class SyncLoopHarness {
    static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);

    static final NodeView NODE = node("192.168.1.2");

    final FakeKernel kernel = new FakeKernel();
    final Trigger trigger = new Trigger();
    final ChangeTracker tracker = new ChangeTracker(trigger::poke);
    final BlockingQueue<SyncReport> reports = new LinkedBlockingQueue<>();
    final AtomicInteger refusing = new AtomicInteger();
    final AtomicInteger unreachable = new AtomicInteger();
    final List<String> told = new CopyOnWriteArrayList<>();
    final AtomicReference<Config> config = new AtomicReference<>(Config.DEFAULT);
    final List<NodeTuning> tunings = new CopyOnWriteArrayList<>();
    final Set<Thread> tuners = ConcurrentHashMap.newKeySet();
    Thread thread;
    SyncLoop loop;

    @AfterEach
    void stop() throws InterruptedException {
        trigger.close();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    void start(Kernel door, Duration auditPeriod) {
        Kernel serial = new Kernel() {
            @Override
            public Preparation prepare() {
                synchronized (kernel) {
                    return door.prepare();
                }
            }

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
        config.set(Config.DEFAULT.with(value -> value.pace(pace -> pace.withSyncPeriod(auditPeriod))));
        loop = new SyncLoop(
                new SyncLoop.Parts(
                        tracker, new Reconciler(Settings.DEFAULT), serial, trigger, new Cadence(auditPeriod)),
                config::get,
                tuning -> {
                    tunings.add(tuning);
                    tuners.add(Thread.currentThread());
                },
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

    void changeConfig(Consumer<Config.Builder> changes) {
        config.updateAndGet(value -> value.with(changes));
        trigger.poke();
    }

    void list(ServiceSpec... services) {
        loop.changeNode(NODE);
        tracker.relistSlices(List.of());
        tracker.relistServices(List.of(services));
    }

    SyncReport next() throws InterruptedException {
        SyncReport report = reports.poll(20, TimeUnit.SECONDS);
        assertThat(report).as("a round within 20 s").isNotNull();
        return report;
    }

    /** The next round that had something to do: a poke too many makes an empty one. */
    SyncReport nextBusy() throws InterruptedException {
        SyncReport report = next();
        while (report.result().results().isEmpty()) {
            report = next();
        }
        return report;
    }

    String scheduler() {
        synchronized (kernel) {
            return kernel.observe().frontends().get(WEB).virtualServer().scheduler();
        }
    }

    static NodeView node(String address) {
        return new NodeView(NodeSpec.named("n1"), Set.of(Ip.parse(address)));
    }

    static ServiceSpec web() {
        return new ServiceSpec(
                new ServiceName("default", "web"),
                List.of(WEB.vip()),
                List.of(new ServicePort("", Protocol.TCP, WEB.port())));
    }

    static SliceSpec slice(RealServer.Key... pods) {
        return new SliceSpec(
                new SliceName("default", "web-abc"),
                web().name(),
                List.of(new SlicePort("", Protocol.TCP, POD.port())),
                Stream.of(pods).map(pod -> new Endpoint(pod.address(), true)).toList());
    }
}
