package io.kubeipvs.daemon.k8s.api;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.Map;

/** The API server answered with an error. The message is the status in words. */
final class ApiStatusException extends IOException {
    private static final long serialVersionUID = 1L;
    private static final int TOO_MANY_REQUESTS = 429;
    private static final Map<Integer, String> REASONS = Map.of(
            401, "401 Unauthorized: the server does not accept this token or client certificate",
            403, "403 Forbidden",
            404, "404 Not Found: this is no Kubernetes API server, or too old a one",
            410, "410 Gone",
            429, "429 Too Many Requests",
            500, "500 Internal Server Error",
            502, "502 Bad Gateway",
            503, "503 Service Unavailable",
            504, "504 Gateway Timeout");

    private final int code;
    private final Duration retryAfter;

    private ApiStatusException(int code, String message, Duration retryAfter) {
        super(message);
        this.code = code;
        this.retryAfter = retryAfter;
    }

    static ApiStatusException of(int code) {
        return new ApiStatusException(
                code,
                REASONS.getOrDefault(code, code > 0 ? "HTTP status " + code : "no answer of an HTTP server"),
                Duration.ZERO);
    }

    /** The same, with the server's header of this name: seconds, as an API server writes it. Anything else is ignored. */
    ApiStatusException retryAfter(String header) {
        boolean isGiven = header != null && header.matches("[0-9]{1,4}");
        return new ApiStatusException(
                code, getMessage(), isGiven ? Duration.ofSeconds(Integer.parseInt(header)) : Duration.ZERO);
    }

    /** The time during which the server wants no request; zero without such a header. */
    Duration retryAfter() {
        return retryAfter;
    }

    /** An error that comes as an event of a watch, with the server's own words. */
    static ApiStatusException of(int code, String words) {
        return new ApiStatusException(code, of(code).getMessage() + ": " + words, Duration.ZERO);
    }

    /** The same, with the name of the missing permission if that is the cause. */
    ApiStatusException during(String verb, String resource) {
        return code == HttpURLConnection.HTTP_FORBIDDEN
                ? new ApiStatusException(code, getMessage() + ": needs " + verb + " on " + resource, retryAfter)
                : this;
    }

    /** Whether the server has no such resource. */
    boolean isUnknown() {
        return code == HttpURLConnection.HTTP_NOT_FOUND;
    }

    /** Whether an object with this name exists already, as after a request whose answer was lost. */
    boolean isThere() {
        return code == HttpURLConnection.HTTP_CONFLICT;
    }

    /** Whether asking again soon is no use: it has no such resource, or this client has no permission. */
    boolean isRefusedForGood() {
        return isUnknown() || code == HttpURLConnection.HTTP_FORBIDDEN;
    }

    /**
     * Whether the server cannot list at the requested version: it no longer knows it or its cache is not there yet, or the
     * version is from before a restored backup, which it answers as a timeout.
     */
    boolean isOtherVersion() {
        return isGone() || code == HttpURLConnection.HTTP_GATEWAY_TIMEOUT || code == HttpURLConnection.HTTP_BAD_REQUEST;
    }

    /** Whether a watch from this version is refused, and not the client or its number of requests. */
    boolean isOfVersion() {
        return code != HttpURLConnection.HTTP_UNAUTHORIZED
                && code != HttpURLConnection.HTTP_FORBIDDEN
                && code != TOO_MANY_REQUESTS;
    }

    /** Whether the server no longer knows the requested version or page. */
    boolean isGone() {
        return code == HttpURLConnection.HTTP_GONE;
    }
}
