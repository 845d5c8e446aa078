package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.k8s.SourceException;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The source, and what its user reads, while the server refuses or is away. */
class ApiSourceOutageTest {
    private static final ApiTimings QUICK = new ApiTimings(
            500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(2), Duration.ofMillis(20));

    private final Sink sink = new Sink();
    private final CapturedLog log = new CapturedLog();
    private StandInApiServer server;
    private ApiSource source;

    @BeforeEach
    void serve() throws IOException {
        server = new StandInApiServer();
        server.put("services", Samples.service("one", "10.96.0.1"));
    }

    @AfterEach
    void close() throws IOException {
        source.close();
        server.close();
        log.close();
        assertThat(log.lines()).noneMatch(line -> line.startsWith("\t") || line.contains("io.fabric8"));
    }

    private void start(String url, ApiTimings timings) throws SourceException {
        Config config = Config.empty();
        config.setMasterUrl(url);
        source = new ApiSource(ApiClients.open(config, "0"), sink.receivers, sink, sink, timings);
        source.start(Workers.unobserved());
    }

    private void awaitServed() {
        Await.until(() -> assertThat(sink.services()).containsExactly("default/one 10.96.0.1:8088"));
        Await.until(() -> assertThat(sink.tracker.isComplete()).isTrue());
    }

    private void awaitCause(String cause) {
        Await.until(() -> assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("api_server_failing server=" + server.url(), "cause=\"" + cause + "\""));
    }

    @Test
    void refusedAtStartThenHealed() throws Exception {
        server.goAway();
        start(server.url(), QUICK);
        awaitCause("connection refused");
        Await.until(() -> assertThat(source.failures())
                .extracting(Problem::cause)
                .contains("the API server " + server.url() + " does not serve Service: connection refused"));
        server.comeBack();
        awaitServed();
        Await.until(() -> assertThat(source.failures()).isEmpty());
        assertThat(source.silences()).isEmpty();
        Await.until(() -> assertThat(log.lines("api_server_answers"))
                .singleElement()
                .asString()
                .contains("INFO api_server_answers server=" + server.url()));
        source.close();
        assertThat(log.lines("WARN"))
                .as("a connection that is cut while the server comes back is another trouble")
                .filteredOn(line -> line.contains("connection refused"))
                .hasSize(1);
    }

    @Test
    void goesAwayLaterAndWhatWasReadStaysInForce() throws Exception {
        start(server.url(), QUICK);
        awaitServed();
        server.watch("services");
        server.watch("endpointslices");
        server.goAway();
        awaitCause("connection refused");
        assertThat(sink.services()).containsExactly("default/one 10.96.0.1:8088");
        assertThat(sink.tracker.isComplete()).isTrue();
    }

    @Test
    void internalErrorsAreRetriedByOneRetrier() throws Exception {
        server.refuse("list services", 500, 500, 500);
        start(server.url(), QUICK);
        awaitServed();
        awaitCause("500 Internal Server Error");
        assertThat(server.lists("services")).hasSize(4);
        Await.until(() -> assertThat(log.lines("api_server_answers")).hasSize(1));
    }

    @Test
    void unauthorized() throws Exception {
        server.refuse("list services", 401, 401);
        server.refuse("list endpointslices", 401, 401);
        start(server.url(), QUICK);
        awaitServed();
        awaitCause("401 Unauthorized: the server does not accept this token or client certificate");
    }

    @Test
    void forbiddenStatesWhichPermissionIsMissing() throws Exception {
        server.refuse("list services", 403, 403);
        start(server.url(), QUICK);
        awaitServed();
        awaitCause("403 Forbidden: needs list on services");
    }

    @Test
    void forbiddenToWatch() throws Exception {
        server.refuse("watch endpointslices", 403, 403);
        start(server.url(), QUICK);
        server.watch("endpointslices");
        awaitServed();
        awaitCause("403 Forbidden: needs watch on endpointslices.discovery.k8s.io");
        assertThat(server.lists("endpointslices")).hasSize(1);
    }

    @Test
    void tokenThatWentAway() throws Exception {
        Config config = Config.empty();
        config.setMasterUrl(server.url());
        config.setOauthTokenProvider(new TokenFile(Path.of("/no/such/token")));
        source = new ApiSource(ApiClients.open(config, "0"), sink.receivers, sink, sink, QUICK);
        source.start(Workers.unobserved());
        awaitCause("token /no/such/token cannot be read");
    }

    @Test
    void unknownHost() throws Exception {
        start("http://no-such-host.invalid:6443/", QUICK);
        Await.until(() -> assertThat(log.lines("WARN"))
                .singleElement()
                .asString()
                .contains("api_server_failing server=http://no-such-host.invalid:6443/", "cause=\"unknown host\""));
    }

    @Test
    void certificateOfAnotherAuthority() throws Exception {
        KubernetesMockServer https = new KubernetesMockServer(true);
        https.init();
        try {
            start(https.url("/"), QUICK);
            Await.until(() -> assertThat(log.lines("WARN"))
                    .singleElement()
                    .asString()
                    .contains("cause=\"certificate not trusted: "));
            source.close();
        } finally {
            log.close(); // the mock server's own farewell is not ours
            https.destroy();
        }
    }

    @Test
    void plainServerBehindAnHttpsAddress() throws Exception {
        start(server.url().replace("http:", "https:"), QUICK);
        Await.until(
                () -> assertThat(log.lines("WARN")).singleElement().asString().contains("cause=\"TLS failed: "));
    }

    @Test
    void emptyWatchThatEndsAtOnceListsAgain() throws Exception {
        ApiTimings slower = new ApiTimings(
                500, Duration.ofMinutes(1), Duration.ofMinutes(5), Duration.ofMillis(500), Duration.ofMillis(500));
        start(server.url(), slower);
        OpenWatch watch = server.watch("services");
        server.put("services", Samples.service("two", "10.96.0.2"));
        watch.end();
        assertThat(server.watch("services").from).isEqualTo("1002");
        Await.until(() -> assertThat(sink.services()).hasSize(2));
        assertThat(sink.over).containsExactly("Service EXPIRED");
    }
}
