package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.fabric8.kubernetes.client.Config;
import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.k8s.SourceException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The permissions that an API server reports, as messages on the wire. */
class ApiProbeTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String ALLOW = "kubectl apply -f daemon/deploy/kustomize/base/clusterrole.yaml"
            + " -f daemon/deploy/kustomize/base/clusterrolebinding.yaml";

    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Set<String> refused = Set.of();
    private volatile int status = 201;
    private HttpServer server;
    private String url;

    @BeforeEach
    void open() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        url = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    @AfterEach
    void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode review = JSON.readTree(exchange.getRequestBody());
            JsonNode attributes = review.at("/spec/resourceAttributes");
            String what = attributes.at("/verb").asString() + " "
                    + attributes.at("/resource").asString() + "."
                    + attributes.at("/group").asString();
            asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + what);
            byte[] answer = ("{\"apiVersion\":\"authorization.k8s.io/v1\",\"kind\":\"SelfSubjectAccessReview\","
                            + "\"spec\":{},\"status\":{\"allowed\":" + !refused.contains(what) + "}}")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
        }
    }

    private List<CheckResult> tried() {
        return new ApiProbe(() -> {
                    Config config = Config.empty();
                    config.setMasterUrl(url);
                    return ApiClients.open(config, "0");
                })
                .run();
    }

    @Test
    void allThatTheProgramDoesIsAskedFor() {
        assertThat(tried())
                .containsExactly(
                        CheckResult.ok("API server", url + " answers"),
                        CheckResult.ok("API: services", "list, watch allowed"),
                        CheckResult.ok("API: endpointslices.discovery.k8s.io", "list, watch allowed"),
                        CheckResult.ok("API: nodes", "list, watch allowed"),
                        CheckResult.ok("API: servicecidrs.networking.k8s.io", "list, watch allowed"),
                        CheckResult.ok("API: events.events.k8s.io", "create, patch allowed"));
        assertThat(asked)
                .hasSize(10)
                .contains("POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews list services.")
                .contains("POST /apis/authorization.k8s.io/v1/selfsubjectaccessreviews watch"
                        + " endpointslices.discovery.k8s.io");
    }

    @Test
    void whatIsNotAllowedIsNamedWithWhatAllowsIt() {
        refused = Set.of("watch services.", "list nodes.", "watch nodes.", "patch events.events.k8s.io");
        assertThat(tried())
                .contains(
                        CheckResult.missing("API: services", "watch not allowed", ALLOW),
                        CheckResult.missing("API: nodes", "list, watch not allowed", ALLOW),
                        CheckResult.warning("API: events.events.k8s.io", "patch not allowed", ALLOW));
    }

    @Test
    void aServerThatDoesNotKnowUsIsNamed() {
        status = 401;
        assertThat(tried())
                .containsExactly(CheckResult.missing(
                        "API server",
                        url + ": 401 Unauthorized: the server does not accept this token or client certificate",
                        "curl -k " + url + "version"));
    }

    @Test
    void aServerThatDoesNotAnswerIsNamed() {
        server.stop(0);
        assertThat(tried())
                .containsExactly(
                        CheckResult.missing("API server", url + ": connection refused", "curl -k " + url + "version"));
    }

    @Test
    void noServerNamedIsLogged() {
        ApiProbe probe = new ApiProbe(() -> {
            throw new SourceException("no --kubeconfig and not in a cluster", "give --kubeconfig FILE");
        });
        assertThat(probe.run())
                .containsExactly(CheckResult.missing(
                        "API server", "no --kubeconfig and not in a cluster", "give --kubeconfig FILE"));
    }
}
