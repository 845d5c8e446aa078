package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;

/**
 * The time limits and page size for lists and watches of an API server.
 *
 * @param pageSize objects a page of a list
 * @param idle a watch that brings neither event nor bookmark for this long is opened again; most servers send a
 *     bookmark about once a minute
 * @param watch the server is asked to end a watch after a random time between this and twice this, so that the watches
 *     of many nodes spread over many servers
 * @param firstBackoff the pause after a first failure; it doubles with each further one
 * @param maxBackoff the longest pause
 */
public record ApiTimings(int pageSize, Duration idle, Duration watch, Duration firstBackoff, Duration maxBackoff) {

    /** Fit for a cluster of any size. */
    public static final ApiTimings DEFAULT = new ApiTimings(
            500, Duration.ofSeconds(150), Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofSeconds(30));

    /** A random part of this passes before a list that the server's expired version makes necessary: all nodes need one. */
    Duration spread() {
        return firstBackoff.multipliedBy(5);
    }

    /** The time after which a kind is requested again that the server did not have. */
    Duration optional() {
        return maxBackoff.multipliedBy(20);
    }
}
