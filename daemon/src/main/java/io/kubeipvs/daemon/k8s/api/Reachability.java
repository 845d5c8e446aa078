package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines about an API server that does not answer: one line when a failure begins, not one for each attempt or
 * kind, and one line when all kinds are answered again.
 */
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSource.class);

    private final String url;
    private final Map<String, String> troubleOf = new HashMap<>();
    private Instant since;

    Reachability(String url) {
        this.url = url;
    }

    synchronized void failed(String kind, Exception failure) {
        String cause = Causes.inWords(failure);
        if (troubleOf.isEmpty()) {
            since = Instant.now();
        }
        boolean known = troubleOf.containsValue(cause);
        troubleOf.put(kind, cause);
        if (!known) {
            LOG.warn("api_server_failing server={} cause=\"{}\" effect=\"retries until it answers\"", url, cause);
        }
        LOG.debug("api_request_failed server={} kind={} cause=\"{}\"", url, kind, cause, failure);
    }

    synchronized void answered(String kind) {
        if (troubleOf.remove(kind) != null && troubleOf.isEmpty()) {
            LOG.info(
                    "api_server_answers server={} failed_for={}s",
                    url,
                    Duration.between(since, Instant.now()).toSeconds());
        }
    }
}
