package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.bookmark;
import static io.kubeipvs.daemon.k8s.api.OpenWatch.error;
import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The source against a server that does what real ones do to a list and a watch. */
class ApiSourceWireTest {
    private static final String BROKEN = "Service BROKEN";
    private static final ApiTimings QUICK = timings(Duration.ofMinutes(1));

    private final Sink sink = new Sink();
    private StandInApiServer server;
    private ApiSource source;

    private static ApiTimings timings(Duration idle) {
        return new ApiTimings(2, idle, Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));
    }

    @BeforeEach
    void serve() throws IOException {
        server = server();
    }

    @AfterEach
    void close() throws IOException {
        if (source != null) {
            source.close();
        }
        server.close();
    }

    /** Sends protobuf. */
    StandInApiServer server() throws IOException {
        return new StandInApiServer();
    }

    private void start(ApiTimings timings) throws SourceException {
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        config.setOauthToken("s3cret");
        source = new ApiSource(ApiClients.open(config, "1.2.3"), sink.receivers, sink, sink, timings);
        source.start(Workers.unobserved());
    }

    /** Starts with one Service, and hands over its open watch. */
    private OpenWatch startWithOne() throws Exception {
        server.put("services", Samples.service("one", "10.96.0.1"));
        start(QUICK);
        OpenWatch watch = server.watch("services");
        awaitServices("default/one 10.96.0.1:8088");
        return watch;
    }

    private void awaitServices(String... expected) {
        Await.until(() -> assertThat(sink.services()).containsExactly(expected));
    }

    private JsonNode two() {
        return server.put("services", Samples.service("two", "10.96.0.2"));
    }

    @Test
    void listsInPagesAndWatchesFromTheListsVersion() throws Exception {
        for (int i = 1; i <= 5; i++) {
            server.put("services", Samples.service("s" + i, "10.96.0." + i));
        }
        server.put("endpointslices", Samples.slice("s1-a", "s1", "10.36.0.0"));
        start(QUICK);
        assertThat(server.watch("services").from).isEqualTo("1006");
        assertThat(server.watch("endpointslices").from).isEqualTo("1006");
        awaitServices(
                "default/s1 10.96.0.1:8088",
                "default/s2 10.96.0.2:8088",
                "default/s3 10.96.0.3:8088",
                "default/s4 10.96.0.4:8088",
                "default/s5 10.96.0.5:8088");
        assertThat(sink.endpoints("default", "s1")).containsExactly("10.36.0.0");
        assertThat(sink.tracker.isComplete()).isTrue();
        assertThat(sink.listed).containsExactlyInAnyOrder("Service 5", "EndpointSlice 1", "Node 0", "ServiceCIDR 0");
        assertThat(server.requests("/api/v1/services?"))
                .hasSize(4)
                .allSatisfy(
                        r -> assertThat(r)
                                .contains(
                                        "labelSelector=!service.kubernetes.io/service-proxy-name,!service.kubernetes.io/headless"));
        assertThat(server.requests("limit=2")).hasSize(6);
        assertThat(server.requests("/api/v1/nodes?")).hasSize(2);
        assertThat(server.requests("/apis/discovery.k8s.io/v1/endpointslices?"))
                .allSatisfy(r -> assertThat(r).contains("labelSelector=!service.kubernetes.io/headless"));
        assertThat(server.requests("watch=true"))
                .hasSize(4)
                .allSatisfy(r -> assertThat(r)
                        .contains("allowWatchBookmarks=true")
                        .containsPattern("timeoutSeconds=[3-6][0-9][0-9]&"));
        assertThat(server.userAgents).containsOnly("kube-ipvs/1.2.3");
        assertThat(server.tokens).containsOnly("Bearer s3cret");
    }

    @Test
    void followsEvents() throws Exception {
        OpenWatch watch = startWithOne();
        watch.send(event("ADDED", two()));
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
        watch.send(event("MODIFIED", server.put("services", Samples.service("two", "10.96.0.22"))));
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.22:8088");
        watch.send(event("DELETED", server.remove("services", "one")));
        awaitServices("default/two 10.96.0.22:8088");
        watch.send(event("MODIFIED", server.put("services", Samples.service("two", "None"))));
        awaitServices();
        assertThat(sink.received).containsOnly("Service").hasSize(4);
    }

    @Test
    void severalEventsInOneChunk() throws Exception {
        OpenWatch watch = startWithOne();
        JsonNode two = two();
        JsonNode three = server.put("services", Samples.service("three", "10.96.0.3"));
        watch.send(event("ADDED", two) + event("ADDED", three) + event("DELETED", server.remove("services", "one")));
        awaitServices("default/three 10.96.0.3:8088", "default/two 10.96.0.2:8088");
    }

    @Test
    void chunksCutAnywhereEvenInsideACharacter() throws Exception {
        OpenWatch watch = startWithOne();
        Service spoken = new ServiceBuilder(Samples.service("two", "10.96.0.2"))
                .editSpec()
                .editFirstPort()
                .withName("größe-日本-🦊")
                .endPort()
                .endSpec()
                .build();
        for (int size : new int[] {1, 2, 3, 7, 64}) {
            spoken.getSpec().setClusterIPs(java.util.List.of("10.96.1." + size));
            watch.sendIn(size, event("MODIFIED", server.put("services", spoken)));
            awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.1." + size + ":8088");
        }
        sink.tracker.markAllDirty();
        assertThat(sink.tracker.takeDirty())
                .anySatisfy(view -> assertThat(
                                view.service().orElseThrow().ports().get(0).name())
                        .isEqualTo("größe-日本-🦊"));
        assertThat(sink.over).isEmpty();
    }

    @Test
    void bookmarksMoveTheVersionOnly() throws Exception {
        OpenWatch watch = startWithOne();
        watch.send(bookmark("Service", 5000));
        Await.until(() -> assertThat(sink.received).containsExactly("Service"));
        watch.die();
        assertThat(server.watch("services").from).isEqualTo("5000");
        assertThat(sink.services()).containsExactly("default/one 10.96.0.1:8088");
        assertThat(server.lists("services")).hasSize(1);
        assertThat(sink.over).containsExactly(BROKEN);
    }

    @Test
    void connectionThatDiesInTheMiddleOfAnEventIsTakenUpFromTheLastVersion() throws Exception {
        OpenWatch watch = startWithOne();
        String two = event("ADDED", two());
        JsonNode three = server.put("services", Samples.service("three", "10.96.0.3"));
        String cut = event("ADDED", three);
        watch.send(two).sendStart(40, cut);
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
        watch.die();
        OpenWatch again = server.watch("services");
        assertThat(again.from).isEqualTo("1002");
        assertThat(sink.over).containsExactly(BROKEN);
        again.send(cut);
        awaitServices("default/one 10.96.0.1:8088", "default/three 10.96.0.3:8088", "default/two 10.96.0.2:8088");
        assertThat(server.lists("services")).hasSize(1);
    }

    @Test
    void goodEndIsWatchedAgainAtOnceFromTheLastVersion() throws Exception {
        OpenWatch watch = startWithOne();
        watch.send(event("ADDED", two()));
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
        watch.end();
        assertThat(server.watch("services").from).isEqualTo("1002");
        assertThat(sink.over).containsExactly("Service ENDED");
    }

    @Test
    void watchThatHangsAfterABookmarkIsClosedAndOpenedAgain() throws Exception {
        server.put("services", Samples.service("one", "10.96.0.1"));
        start(timings(Duration.ofMillis(100)));
        OpenWatch watch = server.watch("services");
        watch.send(bookmark("Service", 1001)).sendStart(40, event("ADDED", two()));
        watch.awaitClosedByClient();
        OpenWatch again = server.watch("services");
        assertThat(again.from).isEqualTo("1001");
        assertThat(sink.over).contains("Service HUNG");
        again.send(event("ADDED", two()));
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
    }

    @Test
    void goneAsAnEventListsAgainAndSweeps() throws Exception {
        OpenWatch watch = startWithOne();
        two();
        server.remove("services", "one");
        watch.send(error(410, "too old resource version: 1001 (1003)"));
        assertThat(server.watch("services").from).isEqualTo("1003");
        awaitServices("default/two 10.96.0.2:8088");
        assertThat(sink.over).containsExactly("Service EXPIRED");
        assertThat(sink.listed).containsSubsequence("Service 1", "Service 1");
    }

    @Test
    void goneAsAStatusListsAgainAndSweeps() throws Exception {
        OpenWatch watch = startWithOne();
        server.refuse("watch services", 410);
        two();
        server.remove("services", "one");
        watch.die();
        assertThat(server.watch("services").from).isEqualTo("1003");
        awaitServices("default/two 10.96.0.2:8088");
    }

    @Test
    void goneInTheMiddleOfAListBeginsItAnew() throws Exception {
        for (int i = 1; i <= 3; i++) {
            server.put("services", Samples.service("s" + i, "10.96.0." + i));
        }
        server.refuse("continue services", 410);
        start(QUICK);
        server.watch("services");
        awaitServices("default/s1 10.96.0.1:8088", "default/s2 10.96.0.2:8088", "default/s3 10.96.0.3:8088");
        assertThat(server.lists("services")).hasSize(4);
        assertThat(sink.listed).containsOnlyOnce("Service 3");
    }

    @Test
    void errorEventThatMayPassIsTriedAgainFromTheLastVersion() throws Exception {
        startWithOne().send(event("ADDED", two())).send(error(429, "too many requests"));
        assertThat(server.watch("services").from).isEqualTo("1002");
        assertThat(sink.over).containsExactly(BROKEN);
        assertThat(server.lists("services")).hasSize(1);
    }

    @Test
    void unknownEventTypeIsPassedOver() throws Exception {
        OpenWatch watch = startWithOne();
        watch.send("{\"type\":\"REBASED\",\"object\":{\"kind\":\"Service\"}}\n").send(event("ADDED", two()));
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
        assertThat(sink.over).isEmpty();
    }

    @Test
    void whatIsNoEventAtAllListsAgain() throws Exception {
        OpenWatch watch = startWithOne();
        two();
        watch.sendRaw("<html>sign in</html>\n");
        server.watch("services");
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
        assertThat(sink.over).containsExactly("Service EXPIRED");
    }

    @Test
    void rejectedObjectKeepsItsLastGoodStateThroughEventsAndRelists() throws Exception {
        OpenWatch watch = startWithOne();
        watch.send(event("MODIFIED", server.put("services", Samples.service("one", "10.300.0.1"))));
        watch.send(event("ADDED", two()));
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
        String problem = "spec.clusterIPs[0] '10.300.0.1': must be an IPv4 or IPv6 address";
        assertThat(sink.rejected).containsEntry("Service default/one", problem).hasSize(1);

        watch.send(error(410, "too old"));
        watch = server.watch("services");
        awaitServices("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088");
        assertThat(sink.rejected).containsEntry("Service default/one", problem).hasSize(1);

        watch.send(event("MODIFIED", server.put("services", Samples.service("one", "10.96.0.11"))));
        awaitServices("default/one 10.96.0.11:8088", "default/two 10.96.0.2:8088");
        assertThat(sink.rejected).isEmpty();
    }

    @Test
    void rejectedObjectThatIsDeletedIsRejectedNoMore() throws Exception {
        server.put("services", Samples.service("bad", "127.0.0.1"));
        server.put("services", Samples.service("worse", "224.0.0.1"));
        OpenWatch watch = startWithOne();
        assertThat(sink.rejected).containsOnlyKeys("Service default/bad", "Service default/worse");
        watch.send(event("DELETED", server.remove("services", "bad")));
        Await.until(() -> assertThat(sink.rejected).containsOnlyKeys("Service default/worse"));
        server.remove("services", "worse");
        watch.send(error(410, "too old"));
        Await.until(() -> assertThat(sink.rejected).isEmpty());
    }

    @Test
    void closeEndsConnectionsAndCalls() throws Exception {
        OpenWatch watch = startWithOne();
        OpenWatch slices = server.watch("endpointslices");
        source.close();
        watch.awaitClosedByClient();
        slices.awaitClosedByClient();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(t -> t.getName().startsWith("watch-"));
    }
}
