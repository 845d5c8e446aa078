package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.http.Page;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.math.BigDecimal;
import java.net.HttpURLConnection;
import java.util.regex.Pattern;

/** The page that Prometheus scrapes. */
final class Exposition {
    private static final String OPEN_METRICS = "application/openmetrics-text";
    private static final String OPEN_METRICS_1 = OPEN_METRICS + "; version=1.0.0; charset=utf-8";
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";

    /** In Prometheus' own format kube-proxy writes whole bounds without a point; in OpenMetrics both have one. */
    private static final Pattern WHOLE_BOUND = Pattern.compile("(?<=[{,]le=\"\\d{1,9})\\.0(?=\")");

    /** From a million on kube-proxy writes bounds with an exponent, in both formats. */
    private static final Pattern LARGE_BOUND = Pattern.compile("(?<=[{,]le=\")(?:\\d{7,}\\.0|\\d\\.\\d+E\\d+)(?=\")");

    private final PrometheusMeterRegistry registry;

    Exposition(PrometheusMeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * The page: OpenMetrics if the client accepts it, else Prometheus' text.
     *
     * @param accept the header of the request
     */
    Page page(String accept) {
        if (accept.contains(OPEN_METRICS)) {
            return new Page(HttpURLConnection.HTTP_OK, OPEN_METRICS_1, scrape(OPEN_METRICS_1));
        }
        String text = WHOLE_BOUND.matcher(scrape(TEXT)).replaceAll("");
        return new Page(HttpURLConnection.HTTP_OK, TEXT, text);
    }

    private String scrape(String format) {
        return LARGE_BOUND.matcher(registry.scrape(format)).replaceAll(bound -> withExponent(bound.group()));
    }

    private static String withExponent(String number) {
        BigDecimal value = new BigDecimal(number).stripTrailingZeros();
        int exponent = value.precision() - value.scale() - 1;
        return value.movePointLeft(exponent).stripTrailingZeros().toPlainString() + String.format("e+%02d", exponent);
    }
}
