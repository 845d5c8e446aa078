package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** One watch and the errors that an object of any shape can cause. */
class ListWatchTest {
    /** Smaller than the 256 KiB of the program, so that the depth that Jackson allows is certainly too deep. */
    private static final long STACK_BYTES = 144 * 1024;

    /** Jackson itself refuses more than 1,000 levels. */
    private static final int DEEP = 990;

    private final Sink sink = new Sink();
    private StandInApiServer server;
    private ApiServer client;

    @BeforeEach
    void serve() throws Exception {
        server = new StandInApiServer().withoutProtobuf();
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        client = ApiServer.over(
                ApiClients.open(config, "0"),
                new ApiTimings(
                        500,
                        Duration.ofMinutes(1),
                        Duration.ofMinutes(5),
                        Duration.ofMillis(2),
                        Duration.ofMillis(20)));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        server.close();
    }

    private ListWatch<?, ?> services(WatchObserver observer) {
        return new ListWatch<>(client, new ServiceKind(sink.tracker), sink, new Reachability(client.url()), observer);
    }

    @Test
    void anObjectNestedTooDeeplyIsRejectedAloneAndTheWatchGoesOn() throws Exception {
        ListWatch<?, ?> services = services(sink);
        Thread thread = new Thread(
                null,
                () -> {
                    try {
                        services.run();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "small-stack",
                STACK_BYTES);
        thread.start();
        try {
            OpenWatch watch = server.watch("services");
            ObjectNode deep = (ObjectNode) server.put("services", Samples.service("deep", "10.96.0.9"));
            watch.send(event("ADDED", deep).replace("\"spec\":{", "\"spec\":{\"odd\":" + nested() + ","));
            watch.send(event("ADDED", server.put("services", Samples.service("one", "10.96.0.1"))));
            Await.until(() -> assertThat(sink.services()).containsExactly("default/one 10.96.0.1:8088"));
            assertThat(sink.rejected).containsEntry("Service default/deep", "nested too deeply to be read");
        } finally {
            thread.interrupt();
            thread.join();
        }
    }

    private static String nested() {
        return "{\"a\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
    }

    @Test
    void anErrorRestartsTheWatchFromTheLastVersion() throws Exception {
        AtomicInteger received = new AtomicInteger();
        AtomicInteger failures = new AtomicInteger();
        WatchObserver observer = new WatchObserver() {
            @Override
            public void received(String kind) {
                if (received.incrementAndGet() == 1) {
                    throw new StackOverflowError("on purpose");
                }
            }
        };
        Workers workers = new Workers(
                new WorkerObserver() {
                    @Override
                    public void failed(String worker) {
                        failures.incrementAndGet();
                    }
                },
                new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)),
                () -> {});
        try (CapturedLog log = new CapturedLog();
                Worker worker = workers.start("watch-Service", services(observer))) {
            OpenWatch watch = server.watch("services");
            watch.send(event("ADDED", server.put("services", Samples.service("one", "10.96.0.1"))));
            OpenWatch again = server.watch("services");
            assertThat(again.from).isEqualTo("1001");
            again.send(event("ADDED", server.put("services", Samples.service("two", "10.96.0.2"))));
            Await.until(() -> assertThat(sink.services()).hasSize(2));
            assertThat(failures).hasValue(1);
            assertThat(
                            log.lines(
                                    "worker_failed worker=\"watch-Service\" cause=\"java.lang.StackOverflowError: on purpose\""))
                    .hasSize(1);
        }
    }
}
