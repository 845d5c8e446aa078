package io.kubeipvs.daemon.events;

import java.time.Instant;

/**
 * An Event as it is posted to the API server.
 *
 * @param name its name, unique among the Events of the object
 * @param report its content
 * @param first when that was seen first
 * @param count how often it was seen
 * @param last when it was seen last
 */
public record Posting(String name, Report report, Instant first, int count, Instant last) {
    /** Whether it was seen more than once, so that the API server has it already. */
    public boolean isSeries() {
        return count > 1;
    }
}
