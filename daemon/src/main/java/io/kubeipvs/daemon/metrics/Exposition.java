package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.http.Page;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.HttpURLConnection;
import java.util.regex.Pattern;

/** The page that Prometheus scrapes. */
final class Exposition {
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String OPEN_METRICS_1 = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** In Prometheus' own format kube-proxy writes whole bounds without a point; in OpenMetrics both have one. */
    private static final Pattern WHOLE_BOUND = Pattern.compile("(?<=[{,]le=\"\\d{1,9})\\.0(?=\")");

    private final PrometheusMeterRegistry registry;

    Exposition(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The page: OpenMetrics for who takes it, else Prometheus' text.
     *
     * @param accept the header of the request
     */
    Page page(String accept) {
        if (accept.contains(OPEN_METRICS)) {
            return new Page(HttpURLConnection.HTTP_OK, OPEN_METRICS_1, registry.scrape(OPEN_METRICS_1));
        }
        String text = WHOLE_BOUND.matcher(registry.scrape(TEXT)).replaceAll("");
        return new Page(HttpURLConnection.HTTP_OK, TEXT, text);
    }
}
