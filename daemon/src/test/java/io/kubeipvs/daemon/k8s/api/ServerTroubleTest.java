package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.bookmark;
import static io.kubeipvs.daemon.k8s.api.OpenWatch.error;
import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.k8s.Json;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an API server does to lists and watches: afterwards its present state is in force, without a restart. */
class ServerTroubleTest {
    private static final String OLD = "default/old 10.96.0.1:8088";
    private static final String NEW = "default/new 10.96.0.2:8088";

    private final Sink sink = new Sink();
    private StandInApiServer server;
    private ApiSource source;

    @BeforeEach
    void serve() throws Exception {
        server = new StandInApiServer();
        server.put("services", Samples.service("old", "10.96.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    private OpenWatch start(Duration idle) throws Exception {
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        ApiTimings timings =
                new ApiTimings(2, idle, Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));
        source = new ApiSource(ApiClients.open(config, "0"), sink.receivers, sink, sink, timings);
        source.start(Workers.unobserved());
        OpenWatch watch = server.watch("services");
        awaitServices(OLD);
        return watch;
    }

    private OpenWatch start() throws Exception {
        return start(Duration.ofMinutes(1));
    }

    private void awaitServices(String... expected) {
        Await.until(() -> assertThat(sink.services()).containsExactly(expected));
    }

    /** The present state is another one, and no watch reports it. */
    private void change() {
        server.put("services", Samples.service("new", "10.96.0.2"));
        server.remove("services", "old");
    }

    @ParameterizedTest(name = "{0} as event: {1}")
    @CsvSource({
        "400,false",
        "400,true",
        "404,false",
        "404,true",
        "409,false",
        "410,false",
        "410,true",
        "422,false",
        "500,false",
        "500,true",
        "502,false",
        "503,false",
        "503,true",
        "504,false",
        "504,true",
        "599,false",
        "0,true",
    })
    void aVersionThatIsRefusedIsListedAgainAtOnce(int status, boolean asEvent) throws Exception {
        OpenWatch watch = start();
        server.refuseWatchesFrom("services", "1001", status, asEvent);
        change();
        watch.die();
        awaitServices(NEW);
        assertThat(server.watch("services").from).isEqualTo("1003");
        assertThat(server.requests("watch=true&allowWatchBookmarks=true").stream()
                        .filter(request -> request.contains("services?") && request.contains("resourceVersion=1001&")))
                .as("asked once before the trouble and once in it")
                .hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest(name = "{0} as event: {1}")
    @CsvSource({"401,false", "401,true", "403,false", "403,true", "429,false", "429,true"})
    void aClientThatIsRefusedWatchesAgainAndListsAfterThreeRefusalsInARow(int status, boolean asEvent)
            throws Exception {
        OpenWatch watch = start();
        server.refuseWatchesFrom("services", "1001", status, asEvent);
        change();
        watch.die();
        awaitServices(NEW);
        assertThat(server.watch("services").from).isEqualTo("1003");
        assertThat(server.requests("resourceVersion=1001&").stream()
                        .filter(request -> request.contains("/services?") && request.contains("watch=true")))
                .as("once before the trouble and three times in it")
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 403, 429, 500, 502, 503, 504})
    void aListThatIsRefusedForAWhileIsReadLater(int status) throws Exception {
        OpenWatch watch = start();
        server.refuse("list services", Collections.nCopies(7, status).toArray(Integer[]::new));
        change();
        watch.send(error(410, "too old resource version"));
        awaitServices(NEW);
        assertThat(sink.tracker.isComplete()).isTrue();
    }

    @Test
    void severalSortsOfTroubleInARow() throws Exception {
        OpenWatch watch = start();
        server.refuse("watch services", 401, 503, 429);
        server.refuse("list services", 504, 429, 500, 410);
        server.refuse("continue services", 410, 500);
        change();
        server.put("services", Samples.service("newer", "10.96.0.3"));
        server.put("services", Samples.service("newest", "10.96.0.4"));
        watch.die();
        awaitServices(NEW, "default/newer 10.96.0.3:8088", "default/newest 10.96.0.4:8088");
        OpenWatch again = server.watch("services");
        again.send(event("DELETED", server.remove("services", "newer")));
        awaitServices(NEW, "default/newest 10.96.0.4:8088");
    }

    @Test
    void aServerWithoutBookmarksIsNotCalledHung() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            OpenWatch watch = start(Duration.ofMillis(100));
            for (int i = 0; i < 3; i++) {
                watch.awaitClosedByClient();
                watch = server.watch("services");
                assertThat(watch.from).isEqualTo("1001");
            }
            watch.send(event("ADDED", server.put("services", Samples.service("new", "10.96.0.2"))));
            awaitServices(NEW, OLD);
            watch.awaitClosedByClient();
            assertThat(server.watch("services").from)
                    .as("an event is no promise of bookmarks")
                    .isEqualTo("1002");
            assertThat(sink.over).contains("Service QUIET").allMatch(line -> line.endsWith("QUIET"));
            assertThat(log.lines("watch_lost")).isEmpty();
            assertThat(log.lines("api_server_failing")).isEmpty();
        }
        assertThat(server.lists("services"))
                .as("only its version is compared")
                .filteredOn(request -> !request.contains("limit=1&"))
                .hasSize(1);
    }

    @Test
    void aRestoredDatabaseIsSeenInASilentWatch() throws Exception {
        OpenWatch watch = start(Duration.ofMillis(200));
        server.restore("services", 500);
        server.put("services", Samples.service("new", "10.96.0.2"));
        watch.die();
        try (CapturedLog log = new CapturedLog()) {
            awaitServices(NEW);
            assertThat(log.lines("versions_went_back kind=Service version=501 before=1001"))
                    .hasSize(1);
        }
        Await.until(() -> assertThat(sink.removed).containsExactly("default/old"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"BOOKMARK", "ADDED", "MODIFIED", "DELETED"})
    void aRestoredDatabaseIsSeenByAnyOlderVersion(String type) throws Exception {
        OpenWatch watch = start();
        server.restore("services", 500);
        var latest = server.put("services", Samples.service("new", "10.96.0.2"));
        watch.send(type.equals("BOOKMARK") ? bookmark("Service", 501) : event(type, latest));
        awaitServices(NEW);
        assertThat(server.watch("services").from).isEqualTo("501");
        assertThat(server.lists("services"))
                .last()
                .asString()
                .as("its present state, whatever its version")
                .doesNotContain("resourceVersion");
    }

    @Test
    void aServerThatRepeatsOlderObjectsIsAskedForItsVersionOnce() throws Exception {
        OpenWatch watch = start();
        String newest = event("ADDED", server.put("services", Samples.service("new", "10.96.0.2")));
        String older = newest.replaceFirst("\"resourceVersion\":\"\\d+\"", "\"resourceVersion\":\"900\"");
        assertThat(older).isNotEqualTo(newest);
        watch.send(older);
        watch.send(older);
        watch.send(newest);
        watch.send(event("ADDED", server.put("services", Samples.service("third", "10.96.0.3"))));
        awaitServices(NEW, OLD, "default/third 10.96.0.3:8088"); // the last event: all of them were handled
        assertThat(server.lists("services")).hasSize(2).last().asString().contains("limit=1");
    }

    @Test
    void aRestoredDatabaseIsSeenWhenTheVersionIsTooLarge() throws Exception {
        OpenWatch watch = start();
        server.restore("services", 500);
        server.put("services", Samples.service("new", "10.96.0.2"));
        server.refuseWatchesFrom("services", "1001", 504, false);
        watch.die();
        awaitServices(NEW);
        assertThat(server.watch("services").from).isEqualTo("501");
    }

    @Test
    void versionsThatAreNoNumbersAreNotCompared() throws Exception {
        OpenWatch watch = start();
        watch.send(
                "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Service\",\"metadata\":{\"resourceVersion\":\"abc\"}}}\n");
        watch.send("{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"Service\",\"metadata\":{\"resourceVersion\":\""
                + "9".repeat(30) + "\"}}}\n");
        watch.send(event("ADDED", server.put("services", Samples.service("new", "10.96.0.2"))));
        awaitServices(NEW, OLD);
        assertThat(server.lists("services")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 5, 13, 60})
    void aStreamThatIsCutAnywhereGoesOnFromTheLastVersion(int bytes) throws Exception {
        OpenWatch watch = start();
        String begun = event("ADDED", server.put("services", Samples.service("old", "10.96.0.1")));
        for (int i = 0; i < 5; i++) {
            if (bytes > 0) {
                watch.sendStart(bytes, begun);
            }
            if (i % 2 == 0) {
                watch.die();
            } else {
                watch.end();
            }
            watch = server.watch("services");
        }
        var latest = server.put("services", Samples.service("new", "10.96.0.2"));
        watch.send(event("ADDED", latest));
        awaitServices(NEW, OLD);
        assertThat(sink.rejected).isEmpty();
        assertThat(sink.services()).hasSize(2);
    }

    @Test
    void theServersOwnPauseInAnEventIsKept() {
        ApiStatusException status = new ApiObject(
                        Json.object(
                                "{'kind':'Status','code':429,'message':'busy\\nnow','details':{'retryAfterSeconds':7}}"),
                        false)
                .asError();
        assertThat(status.retryAfter()).isEqualTo(Duration.ofSeconds(7));
        assertThat(status).hasMessage("429 Too Many Requests: busy now");
        assertThat(List.of(status.isOfVersion(), status.isGone())).containsOnly(false);
    }
}
