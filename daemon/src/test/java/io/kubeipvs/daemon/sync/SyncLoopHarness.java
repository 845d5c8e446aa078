package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelReader;
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
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.NodeTuning;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
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

/** A loop on a kernel in memory, with its reports. */
abstract class SyncLoopHarness {
    static final VirtualServer.Key WEB = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);
    static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 8080);

    static final NodeView NODE = node("192.168.1.2");

    final FakeKernel kernel = new FakeKernel();
    final Trigger trigger = new Trigger();
    final ChangeTracker tracker = new ChangeTracker(trigger::poke);
    final BlockingQueue<SyncReport> reports = new LinkedBlockingQueue<>();
    final AtomicInteger unreachable = new AtomicInteger();
    final List<String> events = new CopyOnWriteArrayList<>();
    final AtomicReference<Config> config = new AtomicReference<>(Config.DEFAULT);
    volatile boolean isConfigComplete = true;
    /** Runs right after the configuration was given out. */
    volatile Runnable afterConfig = () -> {};

    Memory memory = Memory.NONE;
    private final ConfigSource configSource = new ConfigSource() {
        @Override
        public Config current() {
            Config given = config.get();
            afterConfig.run();
            return given;
        }

        @Override
        public boolean isComplete() {
            return isConfigComplete;
        }
    };
    final List<NodeTuning> tunings = new CopyOnWriteArrayList<>();
    final Set<Thread> tuners = ConcurrentHashMap.newKeySet();
    final ForeignChanges foreign = new ForeignChanges(trigger::wake);
    KernelReader kernelReader = new SerialReader(kernel);
    Thread thread;
    SyncLoop loop;

    @AfterEach
    void stop() throws InterruptedException {
        trigger.close();
        thread.join(10_000);
        assertThat(thread.isAlive()).isFalse();
    }

    void start(Kernel used, Duration auditPeriod) {
        Kernel serial = new Kernel() {
            @Override
            public Preparation prepare() {
                synchronized (kernel) {
                    return used.prepare();
                }
            }

            @Override
            public KernelState observe() {
                synchronized (kernel) {
                    return used.observe();
                }
            }

            @Override
            public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
                synchronized (kernel) {
                    return used.connections(virtualServer);
                }
            }

            @Override
            public boolean has(Scheduler scheduler) {
                return true;
            }

            @Override
            public List<Outcome> apply(List<KernelOp> operations) {
                synchronized (kernel) {
                    return used.apply(operations);
                }
            }
        };
        config.set(Config.DEFAULT.with(value -> value.pace(pace -> pace.withSyncPeriod(auditPeriod))));
        AuditReader reader = new AuditReader(kernelReader, trigger::wake);
        reader.start(Workers.unobserved());
        loop = new SyncLoop(
                new SyncLoop.Parts(
                        new NodeProxy(tracker, Settings.DEFAULT, auditPeriod),
                        serial,
                        trigger,
                        new SyncLoop.Audit(reader, foreign, AuditObserver.NONE),
                        memory),
                configSource,
                tuning -> {
                    tunings.add(tuning);
                    tuners.add(Thread.currentThread());
                },
                MonotonicClock.SYSTEM,
                listeners());
        thread = new Thread(() -> {
            try {
                loop.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        thread.start();
    }

    List<SyncListener> listeners() {
        return List.of(this::record);
    }

    void record(SyncReport report) {
        report.round().notes().conflicts().forEach(conflict -> events.add("conflict " + conflict));
        report.round().notes().endedConflicts().forEach(conflict -> events.add("conflict ended " + conflict.key()));
        report.round()
                .notes()
                .refusals()
                .forEach(refusal -> events.add(
                        "refused " + refusal.service() + " " + refusal.begun().size()));
        report.applied().forEach(view -> events.add("applied " + view.name()));
        if (report.isReachable()) {
            reports.add(report);
        } else {
            unreachable.incrementAndGet();
        }
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
        while (report.results().isEmpty()) {
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
        return NodeView.of(NodeSpec.named("n1"), Set.of(Ip.parse(address)));
    }

    static ServiceSpec web() {
        return ServiceSpec.named(new ServiceName("default", "web"))
                .withClusterIps(List.of(WEB.vip()))
                .withPorts(List.of(new ServicePort("", Protocol.TCP, WEB.port())));
    }

    static SliceSpec slice(RealServer.Key... pods) {
        return SliceSpec.named(new SliceName("default", "web-abc"), web().name())
                .withPorts(List.of(new SlicePort("", Protocol.TCP, POD.port())))
                .withEndpoints(
                        Stream.of(pods).map(pod -> Endpoint.at(pod.address())).toList());
    }
}
