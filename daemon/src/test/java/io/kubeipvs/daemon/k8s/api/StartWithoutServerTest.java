package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.node.ThisNode;
import io.kubeipvs.daemon.state.DrainTimes;
import io.kubeipvs.daemon.state.LastStateFile;
import io.kubeipvs.daemon.state.LastStateKeeper;
import io.kubeipvs.daemon.state.StateMemory;
import io.kubeipvs.daemon.sync.AuditObserver;
import io.kubeipvs.daemon.sync.AuditReader;
import io.kubeipvs.daemon.sync.ConfigSource;
import io.kubeipvs.daemon.sync.ForeignChanges;
import io.kubeipvs.daemon.sync.SyncLoop;
import io.kubeipvs.daemon.sync.Trigger;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts of the program while the API server is away, with a real client on the wire and a kernel in memory. */
class StartWithoutServerTest {
    private static final ApiTimings QUICK = new ApiTimings(
            500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));
    private static final LastStateKeeper.Timing TIMING = new LastStateKeeper.Timing(
            Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofMillis(20), Duration.ofHours(1));
    private static final String SERVICES = "services";
    private static final String SLICES = "endpointslices";

    @TempDir
    private Path base;

    private final CapturedLog log = new CapturedLog();
    private FakeKernel kernel = new FakeKernel();
    private StandInApiServer server;

    @BeforeEach
    void serve() throws IOException {
        server = new StandInApiServer();
        server.put("nodes", Samples.node("n1", "a", "192.168.1.2"));
        put("web", "10.96.0.1", "10.36.0.1", "10.36.0.2");
        put("db", "10.96.0.2", "10.36.0.3");
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        log.close();
    }

    private void put(String name, String vip, String... endpoints) {
        Service service = Samples.service(name, vip);
        server.put(SERVICES, service);
        server.put(SLICES, Samples.slice(name + "-a", name, endpoints));
    }

    /** One run of the program, until it is closed. */
    private final class Run implements AutoCloseable {
        private final Trigger trigger = new Trigger();
        private final ChangeTracker tracker = new ChangeTracker(trigger::poke);
        private final ServiceRanges ranges = new ServiceRanges(all -> {});
        private final ProxyHealth health =
                new ProxyHealth(InstantSource.system(), MonotonicClock.SYSTEM, () -> Duration.ofSeconds(30));
        private final StateMemory memory = new StateMemory(new DrainTimes(base.resolve("run")));
        private final ApiSource source;
        private final Thread thread;

        Run() throws SourceException {
            NodeProxy proxy = new NodeProxy(tracker, Settings.DEFAULT, Duration.ofHours(1));
            AuditReader reader = new AuditReader(serial(KernelReader.class), trigger::wake);
            SyncLoop.Audit audit = new SyncLoop.Audit(reader, new ForeignChanges(trigger::wake), AuditObserver.NONE);
            SyncLoop loop = new SyncLoop(
                    new SyncLoop.Parts(proxy, serial(Kernel.class), trigger, audit, memory),
                    new ConfigSource() {
                        @Override
                        public io.kubeipvs.daemon.config.Config current() {
                            return io.kubeipvs.daemon.config.Config.DEFAULT;
                        }

                        @Override
                        public boolean isComplete() {
                            return ranges.isSettled();
                        }
                    },
                    tuning -> {},
                    MonotonicClock.SYSTEM,
                    List.of(health));
            ThisNode node = new ThisNode("n1", loop::changeNode);
            node.setAddresses(Set.of(Ip.parse("192.168.1.2")), Map.of());
            Sink sink = new Sink();
            Receivers receivers = new Receivers(tracker, node, ranges);
            Config config = Config.empty();
            config.setMasterUrl(server.url());
            source = new ApiSource(ApiClients.open(config, "0"), receivers, sink, sink, QUICK);
            Workers workers = Workers.unobserved();
            reader.start(workers);
            source.start(workers);
            LastStateFile file = new LastStateFile(base.resolve("lib"), Duration.ofDays(1), InstantSource.system());
            memory.start(Optional.of(new LastStateKeeper(file, receivers, server(), TIMING, trigger::wake)), workers);
            thread = new Thread(() -> run(loop));
            thread.start();
        }

        private LastStateKeeper.Server server() {
            return new LastStateKeeper.Server() {
                @Override
                public String address() {
                    return source.address();
                }

                @Override
                public boolean isFailing() {
                    return !source.failures().isEmpty();
                }

                @Override
                public boolean hasAnswer() {
                    return source.hasAnswer();
                }
            };
        }

        private static void run(SyncLoop loop) {
            try {
                loop.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** Waits until the Services of the server are served. */
        Run awaitReady() {
            Await.until(() -> assertThat(health.isReady()).isTrue());
            return this;
        }

        /** Ends it without a word, as a kill does. */
        void kill() throws InterruptedException {
            trigger.close();
            thread.join(20_000);
            source.close();
        }

        @Override
        public void close() throws InterruptedException {
            kill();
            memory.close();
        }
    }

    /** The kernel, for several threads. */
    private <T> T serial(Class<T> type) {
        FakeKernel used = kernel;
        return type.cast(Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {type}, (p, method, args) -> {
                    synchronized (used) {
                        try {
                            return method.invoke(used, args);
                        } catch (InvocationTargetException e) {
                            throw e.getCause();
                        }
                    }
                }));
    }

    private KernelState kernel() {
        synchronized (kernel) {
            return kernel.observe();
        }
    }

    /** Each virtual server and its real servers, as "VIP endpoint ...". */
    private Set<String> served() {
        return kernel().frontends().values().stream()
                .map(frontend -> frontend.key().vip()
                        + frontend.realServers().keySet().stream()
                                .map(RealServer.Key::address)
                                .sorted()
                                .map(ip -> " " + ip)
                                .collect(Collectors.joining()))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void awaitServed(String... virtualServers) {
        Await.until(() -> assertThat(served()).containsExactlyInAnyOrder(virtualServers));
    }

    private void reboot() {
        kernel = new FakeKernel();
    }

    @Test
    void aRebootedNodeServesTheLastKnownStateUntilTheServerAnswers() throws Exception {
        new Run().awaitReady().close();
        KernelState before = kernel();
        server.goAway();
        reboot();
        try (Run run = new Run()) {
            awaitServed("10.96.0.1 10.36.0.1 10.36.0.2", "10.96.0.2 10.36.0.3");
            Await.until(() -> assertThat(kernel()).isEqualTo(before));
            Await.until(
                    () -> assertThat(log.lines("last_state_synced services=2")).hasSize(1));
            assertThat(log.lines("last_state_in_force"))
                    .singleElement()
                    .asString()
                    .contains("WARN", "services=2", "cause=\"", "fix=\"make the API server " + server.url());
            assertThat(run.health.isReady()).isFalse();
            assertThat(run.health.isHealthy()).isTrue();
            assertThat(run.memory.inForce())
                    .singleElement()
                    .satisfies(problem ->
                            assertThat(problem.cause()).contains("is served: the API server " + server.url()));

            server.remove(SERVICES, "db");
            server.remove(SLICES, "db-a");
            put("new", "10.96.0.9", "10.36.0.9");
            put("web", "10.96.0.1", "10.36.0.1", "10.36.0.4");
            server.comeBack();
            run.awaitReady();
            awaitServed("10.96.0.1 10.36.0.1 10.36.0.4", "10.96.0.9 10.36.0.9");
            assertThat(run.memory.inForce()).isEmpty();
            assertThat(log.lines("last_state_replaced")).hasSize(1);
            assertThat(log.lines("first_sync")).hasSize(2);
        }
        assertThat(log.lines("ERROR")).isEmpty();
    }

    @Test
    void aKernelThatIsNewerThanTheFileStaysUntilEverythingIsListed() throws Exception {
        Path file = LastStateFile.path(base.resolve("lib"));
        new Run().awaitReady().close();
        byte[] old = Files.readAllBytes(file);
        server.remove(SERVICES, "db");
        server.remove(SLICES, "db-a");
        put("new", "10.96.0.9", "10.36.0.9");
        put("web", "10.96.0.1", "10.36.0.5");
        try (Run second = new Run()) {
            second.awaitReady();
            awaitServed("10.96.0.1 10.36.0.5", "10.96.0.9 10.36.0.9"); // the other servers were drained
        }
        Files.write(file, old);

        for (int i = 0; i < 2000; i++) {
            server.refuse("list " + SLICES, 500);
        }
        server.goAway();
        try (Run run = new Run()) {
            // The kernel gets the objects of the file that it lacks; nothing else changes.
            awaitServed("10.96.0.1 10.36.0.5", "10.96.0.2 10.36.0.3", "10.96.0.9 10.36.0.9");
            server.comeBack();
            server.watch(SERVICES); // which the program opens after the list
            Await.until(() -> assertThat(server.lists(SLICES)).hasSizeGreaterThan(20));
            assertThat(served()).containsExactly("10.96.0.1 10.36.0.5", "10.96.0.2 10.36.0.3", "10.96.0.9 10.36.0.9");
            assertThat(run.health.isReady()).isFalse();

            server.forgive();
            run.awaitReady();
            awaitServed("10.96.0.1 10.36.0.5", "10.96.0.9 10.36.0.9");
            assertThat(kernel().vips()).containsExactlyInAnyOrder(Ip.parse("10.96.0.1"), Ip.parse("10.96.0.9"));
        }
    }

    @Test
    void aServerThatAnswersIsWaitedForWithoutTheFile() throws Exception {
        new Run().awaitReady().close();
        reboot();
        try (Run run = new Run()) {
            run.awaitReady();
            awaitServed("10.96.0.1 10.36.0.1 10.36.0.2", "10.96.0.2 10.36.0.3");
        }
        assertThat(log.lines("last_state")).isEmpty();
    }

    @Test
    void withoutAFileAStartWaitsForTheServer() throws Exception {
        server.goAway();
        try (Run run = new Run()) {
            Await.until(() -> assertThat(log.lines("last_state_none")).hasSize(1));
            assertThat(served()).isEmpty();
            assertThat(run.memory.inForce()).isEmpty();
            server.comeBack();
            run.awaitReady();
            awaitServed("10.96.0.1 10.36.0.1 10.36.0.2", "10.96.0.2 10.36.0.3");
        }
    }

    @Test
    void aChangeIsInTheFileSoonAfterAndAKillDoesNotLoseIt() throws Exception {
        Run run = new Run().awaitReady();
        Path file = LastStateFile.path(base.resolve("lib"));
        Await.until(() -> assertThat(file).exists());
        byte[] before = Files.readAllBytes(file);
        put("web", "10.96.0.1", "10.36.0.7");
        server.watch(SLICES)
                .send(OpenWatch.event("MODIFIED", server.put(SLICES, Samples.slice("web-a", "web", "10.36.0.7"))));
        Await.until(() -> assertThat(Files.readAllBytes(file)).isNotEqualTo(before));
        run.kill();
        server.goAway();
        reboot();
        try (Run restarted = new Run()) {
            awaitServed("10.96.0.1 10.36.0.7", "10.96.0.2 10.36.0.3");
            assertThat(restarted.health.isReady()).isFalse();
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsAProblemUntilItCan() throws Exception {
        Path lib = Files.writeString(base.resolve("lib"), "");
        try (Run run = new Run()) {
            run.awaitReady();
            Await.until(() -> assertThat(run.memory.writeProblems())
                    .singleElement()
                    .satisfies(problem -> {
                        assertThat(problem.cause()).contains("the last known state", lib.toString());
                        assertThat(problem.fix()).contains("--last-state-dir");
                    }));
            awaitServed("10.96.0.1 10.36.0.1 10.36.0.2", "10.96.0.2 10.36.0.3");
            Files.delete(lib);
            Await.until(() -> assertThat(run.memory.writeProblems()).isEmpty());
            assertThat(log.lines("last_state_not_written_will_retry")).hasSize(1);
            Await.until(() -> assertThat(log.lines("last_state_written_again")).hasSize(1));
        }
    }
}
