package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.kubeipvs.core.apply.NodeProxy;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServicePort;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.commands.explain.Documents;
import io.kubeipvs.daemon.commands.explain.ExplainDocument;
import io.kubeipvs.daemon.commands.explain.ExplainSource;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.health.Degraded;
import io.kubeipvs.daemon.health.ProxyHealth;
import io.kubeipvs.daemon.inspect.Answers;
import io.kubeipvs.daemon.inspect.InspectClient;
import io.kubeipvs.daemon.inspect.InspectServer;
import io.kubeipvs.daemon.inspect.NamesDocument;
import io.kubeipvs.daemon.inspect.NamesSource;
import io.kubeipvs.daemon.inspect.ProcessTexts;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.RefusedQuestionException;
import io.kubeipvs.daemon.inspect.RoundMemory;
import io.kubeipvs.daemon.inspect.ServiceSource;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.inspect.StatusSource;
import io.kubeipvs.daemon.k8s.PodAddresses;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The answers to commands, with a sync thread that works, and with one that hangs in the kernel. */
class HangTest extends SyncLoopHarness {
    private static final ChosenPath IPVS = new ChosenPath(DataPath.IPVS, Optional.empty());
    private static final Question SERVICE = new Question("service", "default/web");

    private static final int MANY = 20_000;

    @TempDir
    private Path folder;

    private final CountDownLatch free = new CountDownLatch(1);
    private final RoundMemory rounds = new RoundMemory(MonotonicClock.SYSTEM);
    private final ProxyHealth health =
            new ProxyHealth(InstantSource.system(), MonotonicClock.SYSTEM, () -> Duration.ofSeconds(30));
    private InspectServer server;
    private InspectClient client;

    @Override
    List<SyncListener> listeners() {
        return List.of(this::record, rounds, health);
    }

    private void startWithSocket() {
        start(kernel, Duration.ofHours(1));
        StatusSource status = new StatusSource(
                new StatusSource.Node("1.2.3", "n1", "a folder", () -> Settings.DEFAULT),
                new StatusSource.Work(
                        loop.progress(),
                        loop.questions(),
                        rounds,
                        () -> new AuditObserver.Progress(Instant.MAX, 0, 0, Optional.empty())),
                new StatusSource.Conditions(health, new Degraded(), new RejectedObjects(EventRecorder.NONE)),
                new StatusSource.Environment(
                        IPVS, () -> Duration.ofHours(3), Map::of, List::of, () -> CheckOverview.NONE));
        Answers answers = new Answers()
                .with("status", status)
                .with("names", new NamesSource(tracker, rounds, () -> NODE, () -> Settings.DEFAULT, loop.questions()))
                .with("service", new ServiceSource(loop.questions(), loop.progress()))
                .with(
                        ExplainSource.GET,
                        new ExplainSource(
                                loop.questions(),
                                MonotonicClock.SYSTEM,
                                PodAddresses.NONE,
                                new Documents(check -> Optional.empty())));
        ProcessTexts.addTo(answers, () -> "", () -> "");
        server = new InspectServer(InspectServer.file(folder), answers).start(Workers.unobserved());
        client = new InspectClient(folder);
    }

    @AfterEach
    void close() {
        free.countDown();
        server.close();
    }

    @Test
    void aWorkingOneAnswersEverything() throws Exception {
        startWithSocket();
        Await.until(() -> assertThat(status().state()).isEqualTo(StatusDocument.State.STARTING));
        list(web());
        tracker.putSlice(slice(POD));
        Await.until(() -> assertThat(status().kernel().realServers()).isEqualTo(1));
        StatusDocument status = status();
        assertThat(status.state()).isEqualTo(StatusDocument.State.HEALTHY);
        assertThat(status.ready()).isTrue();
        assertThat(status.program().version()).isEqualTo("1.2.3");
        assertThat(status.kernel().overview()).hasValueSatisfying(overview -> {
            assertThat(overview.vips()).isEqualTo(1);
            assertThat(overview.oldestDrainSeconds()).isEqualTo(-1);
        });
        assertThat(status.sync().lastRound()).isPresent();

        ServiceSource.Document service = client.ask(SERVICE, ServiceSource.Document.class);
        assertThat(service.virtualServers()).singleElement().satisfies(wanted -> {
            assertThat(wanted.key()).isEqualTo("TCP 10.96.0.1:80");
            assertThat(wanted.inKernel()).isTrue();
            assertThat(wanted.weights()).containsEntry("10.36.0.1:8080", 1);
        });
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> client.ask(new Question("service", "default/none"), ServiceSource.Document.class))
                .withMessage("Service default/none: does not exist, or has no address that kube-ipvs serves");
        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> client.ask(new Question("service", "web"), ServiceSource.Document.class))
                .withMessage("name: 'web' is not allowed; allowed: NAMESPACE/NAME");
    }

    @Test
    void aHangingOneIsShownByItsWork() throws Exception {
        kernel.setFault(op -> {
            awaitFree();
            return null;
        });
        startWithSocket();
        Await.until(() -> status());
        list(web());
        Await.until(() -> assertThat(loop.progress().now().operations()).isPositive());

        long begin = System.nanoTime();
        StatusDocument status = status();
        System.out.println("status during a hang: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
        assertThat(status.state()).isEqualTo(StatusDocument.State.STARTING);
        assertThat(status.sync().work()).matches("[A-Z_]+, [0-9]+ operations");
        assertThat(status.kernel().overview()).isEmpty();

        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> client.ask(SERVICE, ServiceSource.Document.class))
                .withMessageMatching("the sync thread is busy for [0-9]+ s: [A-Z_]+, [0-9]+ operations");
        NamesDocument names = client.ask(NamesDocument.ofAll(), NamesDocument.class);
        assertThat(names.incomplete())
                .hasValueSatisfying(cause -> assertThat(cause).contains("is busy"));
        assertThat(names.virtualServers())
                .containsExactly(new NamesDocument.Named(
                        "TCP 10.96.0.1:80", "default", "web", "ClusterIP", 0, 0, NamesDocument.Choices.NONE));

        assertThatExceptionOfType(RefusedQuestionException.class)
                .isThrownBy(() -> client.ask(ExplainSource.question("default/web", ""), ExplainDocument.class))
                .withMessageStartingWith("the sync thread is busy for ");
        assertThat(client.ask(Question.of("threads"), ProcessTexts.Document.class)
                        .text())
                .contains("    at io.kubeipvs.daemon.sync.HangTest.awaitFree(");

        free.countDown();
        Await.until(() -> assertThat(status().ready()).isTrue());
        assertThat(loop.progress().now().failure()).isEmpty();
        assertThat(client.ask(SERVICE, ServiceSource.Document.class).service())
                .isEqualTo(new ServiceName("default", "web").toString());
    }

    @Test
    void everyQuestionIsAnsweredOnANodeWith20000Services() throws Exception {
        startWithSocket();
        list(IntStream.range(0, MANY).mapToObj(HangTest::service).toArray(ServiceSpec[]::new));
        Await.until(() -> assertThat(status().ready()).isTrue());
        timed("status", () -> assertThat(status().kernel().virtualServers()).isEqualTo(MANY));
        timed(
                "names",
                () -> assertThat(client.ask(NamesDocument.ofAll(), NamesDocument.class)
                                .virtualServers())
                        .hasSize(MANY)
                        .contains(new NamesDocument.Named(
                                "TCP 10.96.78.31:80",
                                "default",
                                "s19999",
                                "ClusterIP",
                                0,
                                0,
                                NamesDocument.Choices.NONE)));
        timed("names of one", () -> {
            assertThat(names("default/s19999")).containsExactly("default/s19999");
            assertThat(names("s19999")).containsExactly("default/s19999");
            assertThat(names("default/")).hasSize(MANY);
            assertThat(names("default/none")).isEmpty();
            assertThat(names("kube-system/")).isEmpty();
        });
        timed(
                "service",
                () -> assertThat(client.ask(new Question("service", "default/s19999"), ServiceSource.Document.class)
                                .virtualServers())
                        .hasSize(1));
        timed(
                "explain",
                () -> assertThat(client.ask(ExplainSource.question("default/s19999", "node"), ExplainDocument.class)
                                .packets())
                        .hasSize(1));
    }

    private static ServiceSpec service(int number) {
        return ServiceSpec.named(new ServiceName("default", "s" + number))
                .withClusterIps(List.of(Ip.parse("10.96." + number / 256 + "." + number % 256)))
                .withPorts(List.of(new ServicePort("", Protocol.TCP, 80)));
    }

    private List<String> names(String which) throws Exception {
        return client.ask(NamesDocument.of(which), NamesDocument.class).virtualServers().stream()
                .map(named -> named.namespace() + "/" + named.name())
                .toList();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static void timed(String question, Work work) throws Exception {
        long begin = System.nanoTime();
        work.run();
        System.out.println(question + " with 20,000 Services: " + (System.nanoTime() - begin) / 1_000_000 + " ms");
    }

    @Test
    void aFailureOfAQuestionIsNotOneOfTheSyncThread() throws Exception {
        startWithSocket();
        list(web());
        nextBusy();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> loop.questions()
                        .ask(
                                proxy -> {
                                    throw new IllegalArgumentException("broken");
                                },
                                Duration.ofSeconds(20)))
                .withMessageContaining("broken");
        assertThat(thread.isAlive()).isTrue();
        NodeView node = loop.questions().ask(NodeProxy::node, Duration.ofSeconds(20));
        assertThat(node).isEqualTo(NODE);
    }

    private void awaitFree() {
        try {
            free.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private StatusDocument status() {
        try {
            return client.ask(Question.of("status"), StatusDocument.class);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
