package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the log is told of an API server that does not answer: one line when a trouble begins, not one an attempt and
 * not one a kind, and one line when all is well again.
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
            LOG.warn("api-server={} state=failing cause=\"{}\" action=\"trying again until it answers\"", url, cause);
        }
        LOG.debug("api-server={} kind={} cause=\"{}\"", url, kind, cause, failure);
    }

    synchronized void answered(String kind) {
        if (troubleOf.remove(kind) != null && troubleOf.isEmpty()) {
            LOG.info(
                    "api-server={} state=answering failed-for={}s",
                    url,
                    Duration.between(since, Instant.now()).toSeconds());
        }
    }
}
