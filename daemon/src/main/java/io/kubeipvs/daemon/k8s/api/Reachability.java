package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Knowledge of the API server: the kinds that it does not answer, and since when nothing was received of a kind. One log line
 * is written when a failure begins, not one for each attempt or kind, and one line when all kinds are answered again. Safe
 * for use by many threads.
 */
final class Reachability {
    private static final Logger LOG = LoggerFactory.getLogger(ApiSource.class);
    /** Twice as long as a watch without events stays open. */
    private static final Duration SILENT = Duration.ofMinutes(5);

    private final String url;
    private final MonotonicClock clock;
    private final Map<String, String> troubleOf = new TreeMap<>();
    private final Map<String, Instant> received = new TreeMap<>();
    private Instant since;

    Reachability(String url) {
        this(url, MonotonicClock.SYSTEM);
    }

    Reachability(String url, MonotonicClock clock) {
        this.url = url;
        this.clock = clock;
    }

    synchronized void failed(String kind, Exception failure) {
        String cause = Causes.inWords(failure);
        if (troubleOf.isEmpty()) {
            since = clock.instant();
        }
        boolean known = troubleOf.containsValue(cause);
        troubleOf.put(kind, cause);
        if (!known) {
            LOG.warn("api_server_failing server={} cause=\"{}\" effect=\"retries until it answers\"", url, cause);
        }
        LOG.debug("api_request_failed server={} kind={} cause=\"{}\"", url, kind, cause, failure);
    }

    /** A list or watch was answered, or a watch brought something. */
    synchronized void answered(String kind) {
        received.put(kind, clock.instant());
        if (troubleOf.remove(kind) != null && troubleOf.isEmpty()) {
            LOG.info(
                    "api_server_answers server={} failed_for={}s",
                    url,
                    Duration.between(since, clock.instant()).toSeconds());
        }
    }

    /** The server does not have the kind: nothing will be received of it. */
    synchronized void isMissing(String kind) {
        answered(kind);
        received.remove(kind);
    }

    /** Whether the server answered any list or watch. */
    synchronized boolean hasAnswer() {
        return !received.isEmpty();
    }

    /** How long ago something was received of each kind. */
    synchronized Map<String, Duration> received() {
        Instant now = clock.instant();
        Map<String, Duration> ago = new TreeMap<>();
        received.forEach((kind, last) -> ago.put(kind, Duration.between(last, now)));
        return ago;
    }

    /** The kinds that the server does not answer. */
    synchronized List<Problem> failures() {
        List<Problem> problems = new ArrayList<>();
        troubleOf.forEach((kind, cause) -> problems.add(new Problem(
                "the API server " + url + " does not serve " + kind + ": " + cause,
                "make the API server reachable from this node, and permit list and watch")));
        return problems;
    }

    /** The kinds of which nothing was received for minutes, not even that the server ended a watch. */
    synchronized List<Problem> silences() {
        Instant now = clock.instant();
        List<Problem> problems = new ArrayList<>();
        received.forEach((kind, last) -> {
            Duration silent = Duration.between(last, now);
            if (silent.compareTo(SILENT) > 0) {
                problems.add(new Problem(
                        "nothing was received of " + kind + " for " + silent.toSeconds() + " s",
                        "look for the cause in the log; if there is none, restart kube-ipvs and report it"));
            }
        });
        return problems;
    }
}
