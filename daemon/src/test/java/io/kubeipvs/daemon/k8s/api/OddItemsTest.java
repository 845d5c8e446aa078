package io.kubeipvs.daemon.k8s.api;

import static io.kubeipvs.daemon.k8s.api.OpenWatch.event;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.Receivers;
import io.kubeipvs.daemon.k8s.ServiceRanges;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** One odd object among good ones, in lists and watches of every kind: it is named, and the good ones are in force. */
class OddItemsTest {
    private static final String META = "\"metadata\":{\"name\":\"odd\",\"namespace\":\"default\"}";
    private static final ApiTimings QUICK = new ApiTimings(
            500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));

    private final Sink sink = new Sink();
    private final List<List<Cidr>> reported = new CopyOnWriteArrayList<>();
    private StandInApiServer server;
    private ApiSource source;

    @BeforeEach
    void serve() throws Exception {
        server = new StandInApiServer().withoutProtobuf();
        server.put("services", Samples.service("one", "10.96.0.1"));
        server.put("endpointslices", Samples.slice("one-a", "one", "10.36.0.1"));
    }

    @AfterEach
    void close() throws Exception {
        source.close();
        server.close();
    }

    private void start() throws Exception {
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        Receivers receivers = new Receivers(sink.tracker, sink.node, new ServiceRanges(reported::add));
        source = new ApiSource(ApiClients.open(config, "0"), receivers, sink, sink, QUICK);
        source.start(Workers.unobserved());
    }

    private void awaitGoodOnes() {
        Await.until(() -> assertThat(sink.services()).contains("default/one 10.96.0.1:8088"));
        Await.until(() -> assertThat(sink.endpoints("default", "one")).containsExactly("10.36.0.1"));
    }

    static Stream<String> oddItems() {
        return Stream.of(
                "null",
                "7",
                "\"text\"",
                "[]",
                "{}",
                "{\"metadata\":null}",
                "{\"metadata\":7}",
                "{\"metadata\":{\"name\":{}}}",
                "{\"metadata\":{\"name\":[\"odd\"]}}",
                "{" + META + ",\"spec\":7,\"addressType\":7}",
                "{" + META + ",\"spec\":{\"clusterIP\":{}},\"addressType\":{}}",
                "{\"metadata\":{\"name\":\"odd\",\"labels\":[1]},\"spec\":{\"clusterIP\":\"10.96.0.7\"}}",
                "{\"metadata\":{\"name\":\"odd\",\"labels\":{\"kubernetes.io/service-name\":{}}}, \"spec\":{\"cidrs\":5}}",
                "{" + META + ",\"spec\":{\"ports\":[{\"port\":" + "9".repeat(5000)
                        + "}],\"clusterIP\":\"10.96.0.7\",\"cidrs\":[" + "9".repeat(5000) + "]}}",
                "{" + META + ",\"" + "k".repeat(60_000) + "\":1,\"spec\":{\"clusterIP\":\"x\",\"cidrs\":[\"x\"]}}",
                "{" + META + ",\"spec\":{\"clusterIP\":\"" + "1".repeat(100_000) + "\",\"cidrs\":[\"\\u0000\\n🦊\"]}}",
                "{" + META + ",\"spec\":" + "[".repeat(2000) + "]".repeat(2000) + "}");
    }

    @ParameterizedTest
    @MethodSource("oddItems")
    void ofAListTakesNoOtherWithIt(String item) throws Exception {
        for (String resource : List.of("services", "endpointslices", "nodes", "servicecidrs")) {
            server.putRaw(resource, "odd", item);
        }
        server.put("nodes", Samples.node("n1", "zone-a", "192.168.1.2"));
        start();
        awaitGoodOnes();
        Await.until(() -> assertThat(sink.listed)
                .anyMatch(line -> line.startsWith("Node "))
                .anyMatch(line -> line.startsWith("ServiceCIDR ")));
        Await.until(() -> assertThat(sink.nodes)
                .anySatisfy(view -> assertThat(view.node().addresses()).contains(Ip.parse("192.168.1.2"))));
        assertThat(sink.tracker.isComplete()).isTrue();
        assertThat(sink.rejected)
                .as("every kind names it, or needs nothing of it")
                .allSatisfy((object, problem) -> assertThat(problem)
                        .isNotBlank()
                        .hasSizeLessThan(600)
                        .doesNotContain("Exception")
                        .doesNotContain("\n"));
        assertThat(sink.rejected).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("oddItems")
    void ofAWatchTakesNoOtherWithIt(String item) throws Exception {
        start();
        OpenWatch watch = server.watch("services");
        watch.send("{\"type\":\"ADDED\",\"object\":" + item + "}\n");
        watch.send(event("ADDED", server.put("services", Samples.service("two", "10.96.0.2"))));
        Await.until(
                () -> assertThat(sink.services()).contains("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088"));
        assertThat(sink.over).isEmpty();
        assertThat(server.lists("services")).hasSize(1);
    }

    @Test
    void objectOfTheWrongShapeIsRejectedAlone() throws Exception {
        start();
        OpenWatch watch = server.watch("services");
        ObjectNode odd = (ObjectNode) server.put("services", Samples.service("two", "10.96.0.2"));
        ((ObjectNode) odd.at("/spec/ports/0")).put("port", "many");
        watch.send(event("ADDED", odd));
        watch.send(event("ADDED", server.put("services", Samples.service("three", "10.96.0.3"))));
        Await.until(() -> assertThat(sink.services())
                .containsExactly("default/one 10.96.0.1:8088", "default/three 10.96.0.3:8088"));
        assertThat(sink.rejected).containsOnlyKeys("Service default/two");
        assertThat(sink.rejected.get("Service default/two")).contains("many").doesNotContain("\n");
    }

    @Test
    void nullListsAsARealServerWritesThem() throws Exception {
        start();
        server.watch("endpointslices")
                .send(
                        "{\"type\":\"ADDED\",\"object\":{\"kind\":\"EndpointSlice\",\"apiVersion\":\"discovery.k8s.io/v1\","
                                + "\"metadata\":{\"name\":\"one-a\",\"namespace\":\"default\",\"resourceVersion\":\"1002\",\"labels\":{\"kubernetes.io/service-name\":\"one\"}},"
                                + "\"addressType\":\"IPv4\",\"endpoints\":null,\"ports\":null}}\n");
        Await.until(() -> assertThat(sink.received).contains("EndpointSlice"));
        assertThat(sink.rejected).isEmpty();
        Await.until(() -> assertThat(sink.endpoints("default", "one")).isEmpty());
    }

    @Test
    void anElementIsRefusedUntilTheObjectIsFineOrGone() throws Exception {
        server.putRaw(
                "services",
                "odd",
                "{" + META
                        + ",\"spec\":{\"clusterIP\":\"10.96.0.7\",\"externalIPs\":[\"x\"],\"ports\":[{\"port\":80}]}}");
        start();
        awaitGoodOnes();
        String refused = "without: spec.externalIPs[0] 'x': must be an IPv4 or IPv6 address";
        assertThat(sink.rejected).containsOnly(java.util.Map.entry("Service default/odd", refused));
        assertThat(sink.services()).contains("default/odd 10.96.0.7:80");
        OpenWatch watch = server.watch("services");
        watch.send("{\"type\":\"MODIFIED\",\"object\":{" + META
                + ",\"spec\":{\"clusterIP\":\"10.96.0.8\",\"ports\":[{\"port\":80}]}}}\n");
        Await.until(() -> assertThat(sink.services()).contains("default/odd 10.96.0.8:80"));
        assertThat(sink.rejected).isEmpty();
        watch.send("{\"type\":\"MODIFIED\",\"object\":{" + META
                + ",\"spec\":{\"clusterIP\":\"10.96.0.9\",\"ports\":[{\"port\":80},{\"port\":0}]}}}\n");
        Await.until(() -> assertThat(sink.rejected)
                .containsEntry("Service default/odd", "without: spec.ports[1].port 0: must be in 1-65535"));
        watch.send("{\"type\":\"DELETED\",\"object\":{" + META + "}}\n");
        Await.until(() -> assertThat(sink.rejected).isEmpty());
    }

    @Test
    void aServiceCidrIsInForceWithoutARangeThatCannotBeRead() throws Exception {
        server.putRaw(
                "servicecidrs", "c", "{\"metadata\":{\"name\":\"c\"},\"spec\":{\"cidrs\":[\"all\",\"10.96.0.0/12\"]}}");
        start();
        Await.until(() -> assertThat(reported).containsExactly(List.of(Cidr.parse("10.96.0.0/12"))));
        assertThat(sink.rejected).containsOnlyKeys("ServiceCIDR c");
    }

    @ParameterizedTest
    @MethodSource("noLists")
    void whatIsNoListRemovesNothing(String answer) throws Exception {
        start();
        awaitGoodOnes();
        server.answerNextList("services", answer);
        server.watch("services").send(OpenWatch.error(410, "too old"));
        server.put("services", Samples.service("two", "10.96.0.2"));
        Await.until(
                () -> assertThat(sink.services()).contains("default/one 10.96.0.1:8088", "default/two 10.96.0.2:8088"));
        assertThat(sink.removed).isEmpty();
    }

    static Stream<String> noLists() {
        return Stream.of(
                "{}",
                "null",
                "[]",
                "<html>sign in</html>",
                "{\"metadata\":{\"resourceVersion\":\"2000\"}}",
                "{\"metadata\":{\"resourceVersion\":\"2000\"},\"items\":{}}",
                "{\"metadata\":{\"resourceVersion\":\"2000\"},\"items\":\"\"}",
                "{\"metadata\":{\"resourceVersion\":\"2000\"},\"items\":[{}",
                "{\"items\":[]}",
                "{\"metadata\":7,\"items\":[]}",
                "{\"kind\":\"Status\",\"metadata\":{},\"code\":500}");
    }

    @Test
    void nullInsteadOfItemsIsAnEmptyList() throws Exception {
        server.answerNextList("servicecidrs", "{\"metadata\":{\"resourceVersion\":\"1000\"},\"items\":null}");
        server.answerNextList("endpointslices", "{\"metadata\":{\"resourceVersion\":\"1000\"},\"items\":null}");
        start();
        Await.until(() -> assertThat(sink.listed).contains("ServiceCIDR 0", "EndpointSlice 0"));
        Await.until(() -> assertThat(sink.services()).hasSize(1));
        assertThat(sink.tracker.isComplete()).isTrue();
    }
}
