package io.kubeipvs.daemon.events;

import java.time.Instant;

/**
 * An Event as it is to stand on the API server.
 *
 * @param name its own, unique among those of the object
 * @param report what it tells
 * @param first when that was seen first
 * @param count how often it was seen
 * @param last when it was seen last
 */
public record Posting(String name, Report report, Instant first, int count, Instant last) {
    /** Whether it has been seen more than once, so that it stands there already. */
    public boolean isSeries() {
        return count > 1;
    }
}
