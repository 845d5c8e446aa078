package io.kubeipvs.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.http.Http;
import io.kubeipvs.daemon.http.HttpPort;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.http.Limits;
import io.kubeipvs.daemon.sync.Reports;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.WorkerObserver;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, byte for byte as kube-proxy 1.36.2 answers. */
class HealthPagesTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final Instant START = Instant.parse("2026-11-21T07:32:43.891Z");

    private volatile Instant now = START;
    private volatile boolean eligible = true;
    private final List<String> observed = new CopyOnWriteArrayList<>();
    private final ProxyHealth health = new ProxyHealth(() -> now, () -> now, () -> Duration.ofSeconds(30));
    private final Workers workers = new Workers(
            WorkerObserver.NONE,
            new Workers.Timing(Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofHours(1)),
            () -> {});
    private final Degraded degraded = new Degraded()
            .with(Degraded.Reason.SETTING, health::settings)
            .with(Degraded.Reason.OPERATION, health::operations)
            .with(Degraded.Reason.KERNEL, health::kernel)
            .with(
                    Degraded.Reason.WORKER,
                    () -> workers.problems().stream().map(Problem::of).toList());
    private final HealthPages pages = new HealthPages(
            health,
            () -> eligible,
            () -> now,
            (path, status) -> observed.add(path + " " + status),
            new HealthPages.Lasting(degraded, () -> !workers.lost().isEmpty()));
    private final HttpServer server = new HttpServer("test", Limits.PROBES, Workers.unobserved());
    private HttpPort port;

    @BeforeEach
    void listen() throws IOException {
        port = server.listen(ANY_PORT, pages.pages());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void healthzHasKubeProxysHeadersAndFields() throws Exception {
        now = START.plusMillis(5_000);
        HttpResponse<String> answer = get("/healthz");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(answer.body())
                .isEqualTo("{\"lastUpdated\":\"2026-11-21T07:32:48.891Z\",\"currentTime\":\"2026-11-21T07:32:48.891Z\","
                        + "\"nodeEligible\":true,\"healthy\":true,\"status\":{"
                        + "\"IPv4\":{\"lastUpdated\":\"2026-11-21T07:32:43.891Z\",\"healthy\":true},"
                        + "\"IPv6\":{\"lastUpdated\":\"2026-11-21T07:32:43.891Z\",\"healthy\":true}}}");
    }

    @Test
    void aNodeThatLeavesIsTurnedAwayFromAndGoesOnLiving() throws Exception {
        eligible = false;
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").body()).contains("\"nodeEligible\":false,\"healthy\":true");
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/livez").body()).doesNotContain("nodeEligible");
        assertThat(observed).containsExactly("/healthz 503", "/healthz 503", "/livez 200", "/livez 200");
    }

    @Test
    void aProxyThatDoesNotGetThereIsSickSinceItsLastUpdate() throws Exception {
        health.begins();
        health.queued();
        now = START.plusSeconds(60);
        assertThat(get("/livez").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        assertThat(get("/healthz").body())
                .startsWith(
                        "{\"lastUpdated\":\"2026-11-21T07:32:43.891Z\",\"currentTime\":\"2026-11-21T07:33:43.891Z\","
                                + "\"nodeEligible\":true,\"healthy\":false,");
        health.roundEnded(round());
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
    }

    @Test
    void isReadyAfterTheFirstRound() throws Exception {
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        health.roundEnded(round());
        assertThat(get("/readyz").statusCode()).isEqualTo(200);
        assertThat(get("/other").statusCode()).isEqualTo(404);
    }

    @Test
    void aThreadThatFailedIsNamedInEachBodyAndChangesNoCode() throws Exception {
        health.roundEnded(round());
        try (CapturedLog log = new CapturedLog();
                Worker worker = workers.start("watch \"a\"", () -> {
                    throw new StackOverflowError();
                })) {
            Await.until(() -> assertThat(get("/healthz").body())
                    .endsWith(",\"degraded\":[{\"reason\":\"worker\",\"cause\":"
                            + "\"worker watch \\\"a\\\" failed: StackOverflowError\",\"fix\":\"\"}]}"));
        }
        for (String path : List.of("/healthz", "/livez", "/readyz")) {
            assertThat(get(path).statusCode()).isEqualTo(200);
            assertThat(get(path).body()).contains("degraded");
        }
    }

    @Test
    void aSettingThatIsRefusedIsNamedInEachBodyAndChangesNoCode() throws Exception {
        health.roundEnded(Reports.round()
                .problem("setting net.ipv4.ip_forward is not as wanted")
                .build());
        for (String path : List.of("/healthz", "/livez", "/readyz")) {
            assertThat(get(path).statusCode()).isEqualTo(200);
            assertThat(get(path).body())
                    .endsWith(",\"degraded\":[{\"reason\":\"setting\",\"cause\":"
                            + "\"setting net.ipv4.ip_forward is not as wanted\",\"fix\":\"fix it\"}]}");
        }
        health.roundEnded(Reports.round().prepared().build());
        assertThat(get("/healthz").body()).doesNotContain("degraded");
    }

    @Test
    void aRefusedOperationIsNamedAndKeepsTheNodeInItsLoadBalancers() throws Exception {
        health.begins();
        now = START.plusSeconds(1);
        Problem noMemory = new Problem("bind VIP 10.96.0.1: ENOMEM: no memory", "free memory");
        health.roundEnded(Reports.binding(new Outcome.Refused("ENOMEM", noMemory))
                .pending(2)
                .build());
        now = START.plusSeconds(3600);
        for (String path : List.of("/healthz", "/livez", "/readyz")) {
            assertThat(get(path).statusCode()).isEqualTo(200);
            assertThat(get(path).body())
                    .endsWith(",\"degraded\":[{\"reason\":\"operation\",\"cause\":\"2 kernel objects are not as wanted,"
                            + " and are tried again; for instance bind VIP 10.96.0.1: ENOMEM: no memory\","
                            + "\"fix\":\"free memory\"}]}");
        }
        health.roundEnded(Reports.binding(new Outcome.Applied()).build());
        assertThat(get("/healthz").body()).doesNotContain("degraded");
    }

    @Test
    void aLostAnswerIsNamedAndMakesTheNodeUnhealthyAfterTwoPeriods() throws Exception {
        health.begins();
        health.roundEnded(
                Reports.binding(new Outcome.Lost("ENOBUFS")).pending(1).build());
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").body())
                .contains("\"degraded\":[{\"reason\":\"operation\"", "bind VIP 10.96.0.1: no certain answer (ENOBUFS)");
        now = START.plusSeconds(61);
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
        health.roundEnded(Reports.binding(new Outcome.Applied()).build());
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").body()).doesNotContain("degraded");
    }

    @Test
    void aKernelThatCannotBeReachedIsNamedAtOnceAndMakesTheNodeUnhealthyAfterTwoPeriods() throws Exception {
        health.begins();
        health.roundEnded(Reports.unreachable());
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").body())
                .endsWith(",\"degraded\":[{\"reason\":\"kernel\",\"cause\":\"away\",\"fix\":\"\"}]}");
        now = START.plusSeconds(60);
        assertThat(get("/healthz").statusCode()).isEqualTo(503);
    }

    @Test
    void nothingWaitsBeforeEverythingWasListed() throws Exception {
        health.queued();
        now = START.plusSeconds(3600);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        assertThat(get("/readyz").statusCode()).isEqualTo(503);
        health.begins();
        now = START.plusSeconds(3659);
        assertThat(get("/livez").statusCode()).isEqualTo(200);
        now = START.plusSeconds(3660);
        assertThat(get("/livez").statusCode()).isEqualTo(503);
    }

    @Test
    void aThreadThatIsGoneForGoodMakesTheProgramBeRestarted() throws Exception {
        WorkerObserver failing = new WorkerObserver() {
            @Override
            public void failed(String worker) {
                throw new IllegalStateException("on purpose");
            }
        };
        Workers doomed = new Workers(failing, Workers.Timing.DEFAULT, () -> {});
        HealthPages its = new HealthPages(
                health,
                () -> true,
                () -> now,
                ProbeObserver.NONE,
                new HealthPages.Lasting(degraded, () -> !doomed.lost().isEmpty()));
        try (CapturedLog log = new CapturedLog();
                HttpPort other = server.listen(ANY_PORT, its.pages())) {
            InetSocketAddress address = other.address();
            assertThat(Http.get(address, "/livez").statusCode()).isEqualTo(200);
            doomed.start("watch-Service", () -> {
                throw new StackOverflowError();
            });
            Await.until(
                    () -> assertThat(Http.get(address, "/livez").statusCode()).isEqualTo(503));
            assertThat(Http.get(address, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    private static SyncReport round() {
        return Reports.round().services(1).took(Duration.ZERO).build();
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return Http.get(port.address(), path);
    }
}
