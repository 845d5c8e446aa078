package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;

/** Receives the outcome of requests to the API server, for metrics. Does nothing by default. Called from several threads. */
public interface RequestObserver {
    /** Does nothing. */
    RequestObserver NONE = new RequestObserver() {};

    /**
     * A request and its answer, after the answer was read whole. Watches are excluded, because the server decides how
     * long they last.
     *
     * @param host and port of the server, as the user wrote them
     * @param sent bytes of the request's body
     * @param received bytes of the answer's body
     */
    record Exchange(String host, String method, Duration duration, long sent, long received) {}

    /**
     * An answer begins.
     *
     * @param code of HTTP
     */
    default void answered(String host, String method, int code) {}

    /** It was read to its end. */
    default void read(Exchange exchange) {}
}
