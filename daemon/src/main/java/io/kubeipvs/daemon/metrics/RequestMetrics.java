package io.kubeipvs.daemon.metrics;

import io.kubeipvs.daemon.k8s.api.RequestObserver;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;

/** Requests to the API server, as the client library of Kubernetes' own programs counts them. */
final class RequestMetrics implements RequestObserver {
    private static final double[] SECONDS = {0.005, 0.025, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60};
    private static final double[] BYTES = {
        64, 256, 512, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216
    };
    private static final String[] VERB_HOST = {"verb", "host"};

    private final Counter requests;
    private final Histogram duration;
    private final Histogram sent;
    private final Histogram received;

    RequestMetrics(Meters meters) {
        requests = meters.counter(
                "rest_client_requests_total",
                "Requests to the API server, by the status code of the answer",
                "code",
                "method",
                "host");
        duration = meters.histogram(
                "rest_client_request_duration_seconds",
                "Time from a request to the end of its answer, except watches",
                SECONDS,
                VERB_HOST);
        sent = meters.histogram(
                "rest_client_request_size_bytes", "Bytes of a request's body, except watches", BYTES, VERB_HOST);
        received = meters.histogram(
                "rest_client_response_size_bytes", "Bytes of an answer's body, except watches", BYTES, VERB_HOST);
    }

    @Override
    public void answered(String host, String method, int code) {
        requests.labelValues(Integer.toString(code), method, host).inc();
    }

    @Override
    public void read(Exchange exchange) {
        String verb = exchange.method();
        String host = exchange.host();
        duration.labelValues(verb, host).observe(seconds(exchange.duration()));
        sent.labelValues(verb, host).observe(exchange.sent());
        received.labelValues(verb, host).observe(exchange.received());
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }
}
