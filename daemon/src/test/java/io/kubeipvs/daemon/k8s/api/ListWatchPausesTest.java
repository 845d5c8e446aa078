package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.error;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which version a list asks for, and how long a watch pauses before it asks again. The pauses are recorded. */
class ListWatchPausesTest {
    private static final ApiTimings TIMINGS = new ApiTimings(
            500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(30));

    private final Sink sink = new Sink();
    private final List<Duration> slept = new CopyOnWriteArrayList<>();
    private StandInApiServer server;
    private ApiServer client;
    private Worker worker;

    /** The longest random pauses, which pass at once. */
    private final class Recorded implements Pauses {
        @Override
        public Duration upTo(Duration longest) {
            return longest;
        }

        @Override
        public void sleep(Duration time) {
            slept.add(time);
        }
    }

    @BeforeEach
    void serve() throws Exception {
        server = new StandInApiServer();
        server.put("services", Samples.service("one", "10.96.0.1"));
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        ApiConnection connection = ApiClients.open(config, "0");
        client = new ApiServer(connection, connection::watch, TIMINGS, new Recorded());
    }

    @AfterEach
    void close() throws Exception {
        worker.stop();
        worker.awaitEnd();
        client.close();
        server.close();
    }

    private void start() {
        worker = Workers.unobserved()
                .start(
                        "watch-Service",
                        new ListWatch<>(
                                client, new ServiceKind(sink.tracker), sink, new Reachability(client.url()), sink));
    }

    @Test
    void theFirstListTakesAnyVersionAndTheNextNoneThatIsOlderThanTheLastEvent() throws Exception {
        start();
        server.watch("services").send(error(410, "too old resource version"));
        server.watch("services");
        assertThat(server.lists("services")).hasSize(2);
        assertThat(server.lists("services").get(0))
                .contains("?limit=500&resourceVersion=0&")
                .doesNotContain("resourceVersionMatch");
        assertThat(server.lists("services").get(1))
                .contains("?resourceVersionMatch=NotOlderThan&resourceVersion=1001&")
                .doesNotContain("limit=");
    }

    @Test
    void aServerThatCannotListAtThatVersionIsAskedForThePresentState() throws Exception {
        start();
        OpenWatch watch = server.watch("services");
        server.refuse("list services", 504);
        watch.send(error(410, "too old resource version"));
        server.watch("services");
        assertThat(server.lists("services").get(2)).contains("?limit=500&").doesNotContain("resourceVersion");
    }

    @ParameterizedTest
    @ValueSource(ints = {410, 400, 500, 503, 504})
    void nodesDoNotAllListAtOnceAfterARefusedVersion(int status) throws Exception {
        start();
        OpenWatch watch = server.watch("services");
        assertThat(slept).isEmpty();
        watch.send(error(status, "too old resource version"));
        server.watch("services");
        assertThat(slept).containsOnlyOnce(Duration.ofSeconds(5));
        assertThat(slept).last().isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void thePauseThatTheServerAsksForIsKeptAndTheRandomPartComesOnTop() throws Exception {
        server.retryAfter(7);
        server.refuse("list services", 429, 503);
        start();
        server.watch("services");
        assertThat(slept).containsExactly(Duration.ofMillis(7500), Duration.ofMillis(8000));
    }

    @Test
    void thePauseThatAnErrorEventAsksForIsKept() throws Exception {
        start();
        server.watch("services")
                .send("{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"code\":429,\"message\":\"busy\","
                        + "\"details\":{\"retryAfterSeconds\":7}}}\n");
        server.watch("services");
        assertThat(slept).containsExactly(Duration.ofMillis(7500));
        assertThat(server.lists("services")).hasSize(1);
    }

    @Test
    void pausesDoubleUpToTheLongest() throws Exception {
        server.refuse("list services", 500, 500, 500, 500, 500, 500, 500);
        start();
        Await.until(() -> assertThat(sink.services()).hasSize(1));
        assertThat(slept)
                .extracting(Duration::toMillis)
                .containsExactly(1000L, 2000L, 4000L, 8000L, 16000L, 30000L, 30000L);
    }
}
