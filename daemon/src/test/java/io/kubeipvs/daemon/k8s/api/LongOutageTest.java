package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An API server that is away for an hour, and comes back as it was, without the former versions, as another one, or rolled
 * back. The pauses are simulated, the requests are real.
 */
class LongOutageTest {
    private static final List<String> KINDS = List.of("servicecidrs", "nodes", "services", "endpointslices");
    private static final String STAYS = "default/stays 10.96.0.1:8088";
    private static final String OLD = "default/old 10.96.0.2:8088";
    private static final String NEW = "default/new 10.96.0.3:8088";
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONGEST_PAUSE = ApiTimings.DEFAULT.maxBackoff();
    private static final Duration CATCHES_UP = Duration.ofSeconds(40);
    private static final int NODES = 50;

    private final Sink sink = new Sink();
    private final SimulatedPauses pauses = new SimulatedPauses();
    private StandInApiServer server;
    private ApiSource source;

    @BeforeEach
    void serve() throws IOException {
        server = new StandInApiServer();
        server.put("services", Samples.service("stays", "10.96.0.1"));
        server.put("services", Samples.service("old", "10.96.0.2"));
    }

    @AfterEach
    void close() throws IOException {
        pauses.pass(HOUR);
        if (source != null) {
            source.close();
        }
        server.close();
    }

    private static Config config(String url) {
        Config config = Config.empty();
        config.setMasterUrl(url);
        return config;
    }

    /** Returns the watch of Services. */
    private OpenWatch start(Duration idle) throws Exception {
        ApiTimings timings = new ApiTimings(
                500,
                idle,
                ApiTimings.DEFAULT.watch(),
                ApiTimings.DEFAULT.firstBackoff(),
                ApiTimings.DEFAULT.maxBackoff());
        ApiConnection connection = ApiClients.open(config(server.url()), "0");
        source = new ApiSource(
                new ApiServer(connection, connection::watch, timings, pauses), sink.receivers, sink, sink);
        source.start(Workers.unobserved());
        OpenWatch services = server.watch("services");
        for (String kind : KINDS) {
            if (!kind.equals("services")) {
                server.watch(kind);
            }
        }
        assertThat(sink.services()).containsExactly(OLD, STAYS);
        return services;
    }

    /** Returns the pauses in that hour. */
    private List<Duration> anHourAway() throws IOException {
        server.goAway();
        Await.until(() -> assertThat(pauses.waiting()).isEqualTo(KINDS.size()));
        pauses.pass(HOUR);
        Await.until(() -> assertThat(pauses.waiting()).isEqualTo(KINDS.size()));
        assertThat(sink.services()).as("the last state is in force").containsExactly(OLD, STAYS);
        assertThat(sink.tracker.isComplete()).isTrue();
        assertThat(source.failures()).hasSize(KINDS.size());
        return pauses.take();
    }

    private void comeBack() throws IOException {
        server.requests.clear();
        server.comeBack();
        pauses.pass(CATCHES_UP);
    }

    @Test
    void afterAnHourNothingIsListedAgainIfTheServerIsAsItWas() throws Exception {
        start(ApiTimings.DEFAULT.idle());
        List<Duration> waited = anHourAway();
        assertThat(waited).allMatch(pause -> pause.compareTo(LONGEST_PAUSE) <= 0);
        int attempts = waited.size() / KINDS.size();
        assertThat(attempts).as("attempts of each kind in an hour").isBetween(110, 260);

        comeBack();
        for (String kind : KINDS) {
            server.watch(kind);
        }
        Await.until(() -> assertThat(source.failures()).isEmpty());
        assertThat(server.requests).as("one watch of each kind").hasSize(KINDS.size());
        assertThat(sink.services()).containsExactly(OLD, STAYS);
        assertThat(sink.removed).isEmpty();
        Figure.print("api-away.attempts", attempts);
        Figure.print("api-away.requests", server.requests.size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"compacted", "replaced", "rolled back"})
    void afterAnHourEachKindIsListedOnceIfTheServerIsAnother(String how) throws Exception {
        start(how.equals("rolled back") ? Duration.ofMillis(200) : ApiTimings.DEFAULT.idle());
        anHourAway();
        if (how.equals("compacted")) {
            server.remove("services", "old");
        } else {
            server.restore("services", how.equals("replaced") ? 90_000 : 500);
            server.put("services", Samples.service("stays", "10.96.0.1"));
        }
        server.put("services", Samples.service("new", "10.96.0.3"));
        if (!how.equals("rolled back")) {
            for (String kind : KINDS) {
                server.refuseWatchesFrom(kind, "1002", 410, false);
            }
        }

        comeBack();
        pauses.pass(CATCHES_UP);
        Await.until(() -> assertThat(sink.services()).containsExactly(NEW, STAYS));
        Await.until(() -> assertThat(source.failures()).isEmpty());
        assertThat(sink.removed).as("the others were never away").containsExactly("default/old");
        for (String kind : KINDS) {
            Await.until(() -> assertThat(lists(kind)).hasSize(1));
        }
    }

    /** The complete ones. */
    private List<String> lists(String kind) {
        return server.lists(kind).stream()
                .filter(request -> !(request + "&").contains("limit=1&"))
                .toList();
    }

    @Test
    void fiftyCutsOfAWatchMakeNoList() throws Exception {
        OpenWatch watch = start(ApiTimings.DEFAULT.idle());
        server.requests.clear();
        pauses.pass(HOUR);
        for (int cut = 0; cut < 50; cut++) {
            watch.die();
            watch = server.watch("services");
            assertThat(watch.from).isEqualTo("1002");
        }
        watch.send(event("ADDED", server.put("services", Samples.service("new", "10.96.0.3"))));
        Await.until(() -> assertThat(sink.services()).containsExactly(NEW, OLD, STAYS));
        assertThat(lists("services")).isEmpty();
        assertThat(sink.removed).isEmpty();
    }

    @Test
    void fiftyNodesDoNotListAtTheSameTime() throws Exception {
        List<Duration> lists = Collections.synchronizedList(new ArrayList<>());
        List<Worker> workers = new ArrayList<>();
        try (ApiConnection connection = ApiClients.open(config(server.url()), "0")) {
            ApiServer client = new ApiServer(connection, connection::watch, ApiTimings.DEFAULT, pauses);
            for (int node = 0; node < NODES; node++) {
                Sink of = new Sink();
                WatchObserver observer = new WatchObserver() {
                    @Override
                    public void listed(String kind, int records) {
                        lists.add(pauses.clock());
                    }
                };
                workers.add(Workers.unobserved()
                        .start(
                                "watch-Service",
                                new ListWatch<>(
                                        client, new ServiceKind(of.tracker), of, new Reachability("test"), observer)));
                server.watch("services");
            }
            server.goAway();
            Await.until(() -> assertThat(pauses.waiting()).isEqualTo(NODES));
            pauses.pass(HOUR);
            Await.until(() -> assertThat(pauses.waiting()).isEqualTo(NODES));
            server.refuseWatchesFrom("services", "1002", 410, false);
            server.put("services", Samples.service("new", "10.96.0.3"));
            lists.clear();
            comeBack();
            Await.until(() -> assertThat(lists).hasSize(NODES));
            assertThat(lists).allMatch(at -> at.compareTo(HOUR.plus(CATCHES_UP)) <= 0);
            long most = IntStream.rangeClosed(0, (int) CATCHES_UP.toSeconds())
                    .mapToLong(second -> lists.stream()
                            .filter(at -> at.minus(HOUR).toSeconds() == second)
                            .count())
                    .max()
                    .orElseThrow();
            assertThat(most).as("lists in one second: %s", seconds(lists)).isLessThanOrEqualTo(12);
            Figure.print("api-away.lists-a-second", most);
        } finally {
            workers.forEach(Worker::stop);
            pauses.pass(HOUR);
            workers.forEach(Worker::awaitEnd);
        }
    }

    private static String seconds(List<Duration> times) {
        return times.stream()
                .map(at -> Long.toString(at.minus(HOUR).toSeconds()))
                .collect(Collectors.joining(" "));
    }
}
