package io.kubeipvs.core.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The cause of a change of endpoints, for instance a pod that became ready. Each slice keeps one, so its time is a number.
 *
 * @param family of the endpoints that changed
 * @param micros when it happened, in microseconds since 1970
 */
public record ChangeTrigger(Family family, long micros) {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long NANOS_PER_MICRO = 1000;

    /** A cause at this time. */
    public ChangeTrigger(Family family, Instant time) {
        this(family, time.getEpochSecond() * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO);
    }

    /** When it happened, without the part that is shorter than a microsecond. */
    public Instant time() {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
