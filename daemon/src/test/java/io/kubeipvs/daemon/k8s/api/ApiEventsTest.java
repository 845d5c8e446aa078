package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.events.EventQueue;
import io.kubeipvs.daemon.events.Posting;
import io.kubeipvs.daemon.events.Report;
import io.kubeipvs.daemon.events.Subject;
import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Json;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** Events as they go over the wire. */
class ApiEventsTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FIRST = Instant.parse("2026-11-21T10:00:00.5Z");
    private static final Instant LAST = Instant.parse("2026-11-21T10:04:00Z");

    private record Sent(String method, String uri, String contentType, JsonNode body) {}

    private final List<Sent> sent = new CopyOnWriteArrayList<>();
    private volatile int status;
    private HttpServer server;
    private ApiConnection connection;
    private ApiEvents events;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        Config config = Config.empty();
        config.setMasterUrl("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        connection = ApiClients.open(config, "0");
        events = new ApiEvents(connection, "n1");
    }

    @AfterEach
    void close() {
        connection.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String method = exchange.getRequestMethod();
            String type = exchange.getRequestHeaders().getFirst("Content-Type");
            sent.add(new Sent(method, exchange.getRequestURI().toString(), type, JSON.readTree(body)));
            byte[] answer = method.equals("GET")
                    ? "{\"kind\":\"ServiceList\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[{\"metadata\":{\"name\":\"web\",\"uid\":\"u-1\"}}]}"
                            .getBytes(StandardCharsets.UTF_8)
                    : body;
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(method.equals("GET") || status == 0 ? 200 : status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    @Test
    void anEventOfAServiceStandsBesideItAndNamesItsUid() throws Exception {
        events.post(service(1, "spec.externalIPs 127.0.0.1: no"));
        assertThat(sent.get(0).uri()).contains("/api/v1/namespaces/prod/services?fieldSelector=metadata.name%3Dweb");
        Sent post = sent.get(1);
        assertThat(post.method()).isEqualTo("POST");
        assertThat(post.uri()).isEqualTo("/apis/events.k8s.io/v1/namespaces/prod/events");
        assertThat(post.body()).isEqualTo(JSON.readTree("""
                        {"apiVersion": "events.k8s.io/v1", "kind": "Event",
                         "metadata": {"name": "web.abc", "namespace": "prod"},
                         "eventTime": "2026-11-21T10:00:00.500000Z",
                         "reportingController": "kube-ipvs", "reportingInstance": "n1",
                         "type": "Warning", "reason": "AddressRefused", "action": "Sync",
                         "note": "spec.externalIPs 127.0.0.1: no",
                         "regarding": {"apiVersion": "v1", "kind": "Service", "namespace": "prod", "name": "web",
                                       "uid": "u-1"}}
                        """));
    }

    @Test
    void anEventThatIsThereAlreadyWasPosted() throws Exception {
        status = 409;
        events.post(service(1, "x"));
        assertThat(sent).hasSize(2);
    }

    @Test
    void theCauseOfAFailureIsInWords() {
        server.stop(0);
        assertThatThrownBy(() -> events.post(new Posting(
                        "abc", new Report(Subject.THIS_NODE, Report.Reason.STARTING, "x"), FIRST, 1, FIRST)))
                .isInstanceOf(IOException.class)
                .hasMessage("connection refused");
    }

    @Test
    void anEventOfTheNodeStandsInDefaultAsKubeletsDo() throws Exception {
        events.post(new Posting("abc", new Report(Subject.THIS_NODE, Report.Reason.STARTING, "x"), FIRST, 1, FIRST));
        assertThat(sent).singleElement().satisfies(post -> {
            assertThat(post.uri()).isEqualTo("/apis/events.k8s.io/v1/namespaces/default/events");
            assertThat(post.body().at("/metadata/name").asString()).isEqualTo("n1.abc");
            assertThat(post.body().at("/type").asString()).isEqualTo("Normal");
            assertThat(post.body().at("/regarding"))
                    .isEqualTo(JSON.readTree(
                            "{\"apiVersion\": \"v1\", \"kind\": \"Node\", \"name\": \"n1\", \"uid\": \"n1\"}"));
        });
    }

    @Test
    void anEventOfASliceIsAboutTheSlice() throws Exception {
        post(new Subject("EndpointSlice", "prod", "web-x"));
        assertThat(sent.get(0).uri())
                .isEqualTo(
                        "/apis/discovery.k8s.io/v1/namespaces/prod/endpointslices?fieldSelector=metadata.name%3Dweb-x");
        assertThat(sent.get(1).uri()).isEqualTo("/apis/events.k8s.io/v1/namespaces/prod/events");
        assertThat(sent.get(1).body().at("/reason").asString()).isEqualTo("ElementRefused");
        assertThat(sent.get(1).body().at("/regarding")).isEqualTo(JSON.readTree("""
                        {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice", "namespace": "prod",
                         "name": "web-x", "uid": "u-1"}
                        """));
    }

    @Test
    void whatIsRefusedOfAServiceIsAnEventOnTheServer() throws Exception {
        try (EventQueue queue = new EventQueue(InstantSource.system(), MonotonicClock.SYSTEM)) {
            queue.start(events, Workers.unobserved());
            Intake<ServiceName, ServiceSpec> intake =
                    new Intake<>(new ServiceKind(new ChangeTracker(() -> {})), new RejectedObjects(queue));
            FieldMap odd = Json.object("{'metadata':{'name':'web','namespace':'prod'},'spec':{'clusterIP':'10.96.0.1',"
                    + "'externalIPs':['db'],'ports':[{'port':80}]}}");
            intake.changed(new ApiObject(odd, false));
            Await.until(() -> assertThat(sent)
                    .filteredOn(request -> request.method().equals("POST"))
                    .singleElement()
                    .satisfies(post -> {
                        assertThat(post.body().at("/regarding/uid").asString()).isEqualTo("u-1");
                        assertThat(post.body().at("/reason").asString()).isEqualTo("ElementRefused");
                        assertThat(post.body().at("/note").asString())
                                .isEqualTo("1 not used: spec.externalIPs[0] 'db': must be an IPv4 or IPv6 address");
                    }));
        }
    }

    @Test
    void anEventOfAServiceCidrStandsInDefault() throws Exception {
        post(new Subject("ServiceCIDR", "", "more"));
        assertThat(sent.get(0).uri())
                .isEqualTo("/apis/networking.k8s.io/v1/servicecidrs?fieldSelector=metadata.name%3Dmore");
        assertThat(sent.get(1).uri()).isEqualTo("/apis/events.k8s.io/v1/namespaces/default/events");
    }

    @Test
    void onlyItsOwnProgramReportsAboutANode() throws Exception {
        post(new Subject("Node", "", "n2"));
        assertThat(sent).isEmpty();
        post(new Subject("Node", "", "n1"));
        assertThat(sent)
                .singleElement()
                .satisfies(
                        event -> assertThat(event.body().at("/regarding/name").asString())
                                .isEqualTo("n1"));
    }

    private void post(Subject about) throws Exception {
        events.post(new Posting("abc", new Report(about, Report.Reason.ELEMENT_REFUSED, "x"), FIRST, 1, FIRST));
    }

    @Test
    void aSeriesMovesTheEventOn() throws Exception {
        events.post(service(7, "x"));
        assertThat(sent).singleElement().satisfies(patch -> {
            assertThat(patch.method()).isEqualTo("PATCH");
            assertThat(patch.uri()).isEqualTo("/apis/events.k8s.io/v1/namespaces/prod/events/web.abc");
            assertThat(patch.contentType()).isEqualTo("application/merge-patch+json");
            assertThat(patch.body())
                    .isEqualTo(JSON.readTree(
                            "{\"series\": {\"count\": 7, \"lastObservedTime\": \"2026-11-21T10:04:00.000000Z\"}}"));
        });
    }

    @Test
    void aNoteIsCutToWhatTheServerAllows() throws Exception {
        events.post(service(1, "x".repeat(2000)));
        assertThat(sent.get(1).body().at("/note").asString()).hasSize(1024);
    }

    @Test
    void statesWhatIsMissingWhenItMayNot() {
        status = 403;
        assertThatThrownBy(() -> events.post(service(1, "x")))
                .hasMessage("403 Forbidden: needs create on events.events.k8s.io");
        assertThatThrownBy(() -> events.post(service(2, "x")))
                .hasMessage("403 Forbidden: needs patch on events.events.k8s.io");
    }

    private static Posting service(int count, String note) {
        Report report = new Report(Subject.of(new ServiceName("prod", "web")), Report.Reason.ADDRESS_REFUSED, note);
        return new Posting("abc", report, FIRST, count, LAST);
    }
}
