package io.kubeipvs.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.config.DataPath;
import io.kubeipvs.daemon.events.EventRecorder;
import io.kubeipvs.daemon.http.Http;
import io.kubeipvs.daemon.http.HttpPort;
import io.kubeipvs.daemon.http.HttpServer;
import io.kubeipvs.daemon.http.Limits;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Over real sockets, as kube-proxy 1.36.2 answers. */
class MetricsPagesTest {
    /** The header that Prometheus 2 and 3 send. */
    private static final String PROMETHEUS =
            "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.5,application/openmetrics-text;"
                    + "version=0.0.1;q=0.4,text/plain;version=1.0.0;q=0.3,text/plain;version=0.0.4;q=0.2,*/*;q=0.1";

    private final ProxyMetrics metrics = new ProxyMetrics(
            new RejectedObjects(EventRecorder.NONE),
            new ChangeTracker(() -> {})::counts,
            InstantSource.system(),
            Exercised.BUILD);
    private final HttpServer server = new HttpServer("test", Limits.PAGES, Workers.unobserved());
    private HttpPort port;

    @BeforeEach
    void start() throws IOException {
        metrics.probes().answered("/livez", 200);
        port = server.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                new MetricsPages(DataPath.IPVS, metrics::page, () -> "{}", () -> "all is well").pages());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void statesItsModeLikeKubeProxy() throws Exception {
        HttpResponse<String> answer = get("/proxyMode");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("ipvs");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }

    @Test
    void servesTheOtherPagesAndNoMore() throws Exception {
        assertThat(get("/healthz").body()).isEqualTo("ok");
        assertThat(get("/statusz").body()).isEqualTo("all is well");
        assertThat(get("/configz").body()).isEqualTo("{}");
        assertThat(get("/configz").headers().firstValue("Content-Type")).contains("application/json");
        assertThat(get("/debug").statusCode()).isEqualTo(404);
    }

    @Test
    void whoDoesNotAskForMoreGetsPrometheusText() throws Exception {
        HttpResponse<String> answer = get("/metrics");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; version=0.0.4; charset=utf-8");
        assertThat(answer.body())
                .contains("# TYPE kubeproxy_proxy_livez_total counter\nkubeproxy_proxy_livez_total{code=\"200\"} 1.0\n")
                .doesNotContain("# EOF");
    }

    @Test
    void whoAsksForItGetsOpenMetrics() throws Exception {
        HttpResponse<String> answer = get("/metrics", "Accept", PROMETHEUS);
        assertThat(answer.headers().firstValue("Content-Type"))
                .contains("application/openmetrics-text; version=1.0.0; charset=utf-8");
        assertThat(answer.body())
                .contains("# TYPE kubeproxy_proxy_livez counter\n")
                .contains("kubeproxy_proxy_livez_total{code=\"200\"} 1.0\n")
                .endsWith("# EOF\n");
    }

    private HttpResponse<String> get(String path, String... headers) throws IOException, InterruptedException {
        return Http.get(port.address(), path, headers);
    }
}
