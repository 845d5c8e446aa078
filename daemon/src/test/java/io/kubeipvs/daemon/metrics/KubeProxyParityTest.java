package io.kubeipvs.daemon.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page contains what kube-proxy's dashboards and alerts use, and does not grow with the Services. */
class KubeProxyParityTest {
    private static final String RECORD = "/metrics/kube-proxy-1.36.2.txt";

    @Test
    void everyMetricHasItsNameTypeLabelsAndBounds() throws IOException {
        Map<String, Exposed> exposed = Exposed.all(Exercised.metrics(1).scrape());
        try (InputStream in = KubeProxyParityTest.class.getResourceAsStream(RECORD)) {
            String record = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(record.lines().filter(line -> !line.startsWith("#")))
                    .hasSizeGreaterThan(20)
                    .allSatisfy(line -> {
                        Exposed wanted = Exposed.parse(line);
                        assertThat(exposed.get(wanted.name())).isEqualTo(wanted);
                    });
        }
    }

    @Test
    void nothingElseBearsItsPrefix() throws IOException {
        try (InputStream in = KubeProxyParityTest.class.getResourceAsStream(RECORD)) {
            String record = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertThat(Exposed.all(Exercised.metrics(1).scrape()).keySet())
                    .filteredOn(name -> name.startsWith("kubeproxy_"))
                    .allSatisfy(name -> assertThat(record).contains("\n" + name + " |"));
        }
    }

    @Test
    void twentyThousandServicesHaveTheSameSeriesAsOne() {
        String one = Exercised.metrics(1).scrape();
        String many = Exercised.metrics(20_000).scrape();
        assertThat(many.lines().count()).isEqualTo(one.lines().count()).isLessThan(600);
        assertThat(series(many)).isEqualTo(series(one)).isLessThan(400);
        assertThat(many)
                .contains("kubeproxy_sync_proxy_rules_no_local_endpoints_total{ip_family=\"IPv4\","
                        + "traffic_policy=\"internal\"} 20000.0");
    }

    private static long series(String page) {
        return page.lines().filter(line -> !line.startsWith("#")).count();
    }
}
