package io.kubeipvs.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.k8s.RejectedObjects;
import io.kubeipvs.daemon.k8s.api.WatchObserver;
import io.kubeipvs.daemon.sync.SyncReport;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private final RejectedObjects rejected = new RejectedObjects();
    private final ProxyMetrics metrics = new ProxyMetrics(rejected);

    @Test
    void showsSyncLatencyUnderKubeProxysNameAndBuckets() {
        metrics.synced(report(new Outcome.Applied()));
        assertThat(metrics.scrape())
                .contains("# TYPE kubeproxy_sync_proxy_rules_duration_seconds histogram")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family=\"IPv4\",le=\"0.001\"} 0")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family=\"IPv4\",le=\"0.004\"} 1")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_bucket{ip_family=\"IPv6\",le=\"16.384\"} 1")
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_count{ip_family=\"IPv4\"} 1")
                .containsPattern("kubeproxy_sync_proxy_rules_last_timestamp_seconds 1\\.\\d+E9");
    }

    @Test
    void aRoundThatDidNothingIsNoSync() {
        metrics.synced(new SyncReport(0, true, new ApplyReport(List.of()), 0, Duration.ofMillis(3)));
        assertThat(metrics.scrape())
                .contains("kubeproxy_sync_proxy_rules_duration_seconds_count{ip_family=\"IPv4\"} 0")
                .contains("kubeipvs_kernel_reads_total 1");
    }

    @Test
    void countsOperationsByWhatCameOfThem() {
        metrics.synced(report(new Outcome.Applied()));
        metrics.synced(report(new Outcome.Applied()));
        metrics.synced(report(new Outcome.Refused("ENOMEM", "text")));
        metrics.unreachable();
        assertThat(metrics.scrape())
                .contains("kubeipvs_operations_total{errno=\"\",operation=\"bind_vip\",outcome=\"applied\"} 2")
                .contains("kubeipvs_operations_total{errno=\"ENOMEM\",operation=\"bind_vip\",outcome=\"refused\"} 1")
                .contains("kubeipvs_kernel_unreachable_total 1");
    }

    @Test
    void showsHowManyServersDrain() {
        metrics.synced(report(new Outcome.Applied()));
        assertThat(metrics.scrape()).contains("kubeipvs_draining_servers 3");
    }

    @Test
    void countsRejectedObjectsWhileTheyAreRejected() {
        rejected.reject("Service", "default/web", "spec.ports[0].port 0: must be in 1-65535");
        rejected.reject("Service", "default/web", "spec.ports[0].port 70000: must be in 1-65535");
        assertThat(metrics.scrape()).contains("kubeipvs_rejected_objects{kind=\"Service\"} 1");
        rejected.clear("Service", "default/web");
        assertThat(metrics.scrape()).contains("kubeipvs_rejected_objects{kind=\"Service\"} 0");
    }

    @Test
    void countsRefusedAddressesByReason() {
        Ip loopback = Ip.parse("127.0.0.1");
        RefusedAddress refused = new RefusedAddress("spec.externalIPs", loopback, RefusedAddress.Reason.LOOPBACK);
        metrics.refusedNow(List.of(List.of(refused), List.of(refused)));
        assertThat(metrics.scrape())
                .contains("kubeipvs_refused_addresses{reason=\"loopback\"} 2")
                .contains("kubeipvs_refused_addresses{reason=\"service_range\"} 0");
        metrics.refusedNow(List.of());
        assertThat(metrics.scrape()).contains("kubeipvs_refused_addresses{reason=\"loopback\"} 0");
    }

    @Test
    void countsWhatHappensToTheWatches() {
        metrics.listed("Service", 12);
        metrics.watchOver("Service", WatchObserver.Reason.HUNG);
        assertThat(metrics.scrape())
                .contains("kubeipvs_full_lists_total{kind=\"Service\"} 1")
                .contains("kubeipvs_watches_ended_total{kind=\"Service\",reason=\"hung\"} 1");
    }

    @Test
    void servesThePageOverHttp() throws Exception {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (MetricsServer server = MetricsServer.start(anyPort, metrics::scrape)) {
            URI uri = URI.create("http://127.0.0.1:" + server.address().getPort() + "/metrics");
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.headers().firstValue("Content-Type"))
                    .contains("text/plain; version=0.0.4; charset=utf-8");
            assertThat(answer.body()).contains("kubeipvs_rejected_objects");
        }
    }

    private static SyncReport report(Outcome outcome) {
        ApplyReport.Result result = new ApplyReport.Result(new KernelOp.BindVip(Ip.parse("10.96.0.1")), outcome);
        return new SyncReport(1, false, new ApplyReport(List.of(result)), 3, Duration.ofMillis(3));
    }
}
