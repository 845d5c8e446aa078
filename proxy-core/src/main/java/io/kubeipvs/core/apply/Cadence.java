package io.kubeipvs.core.apply;

import java.time.Duration;
import java.time.Instant;

/**
 * When a round is due although nothing changed: the kernel is prepared once a period, and operations are tried again after
 * a failure, later the more often they failed in a row. Pure: the time is always given. Used by one thread.
 */
public final class Cadence {
    private static final Duration FIRST_RETRY = Duration.ofMillis(250);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private Duration period;
    private Instant nextPreparation = Instant.MIN;
    private Instant nextRetry = Instant.MAX;
    private Duration retryDelay = FIRST_RETRY;

    /**
     * @param period time between two preparations of the kernel
     */
    public Cadence(Duration period) {
        this.period = period;
    }

    /** The time between two preparations from now on. The next one is at most one such time away. */
    public void changePeriod(Duration next, Instant now) {
        period = next;
        prepareAt(now.plus(next));
    }

    /** Whether the kernel must be prepared now; true at first. */
    public boolean isPreparationDue(Instant now) {
        return !now.isBefore(nextPreparation);
    }

    /** The next preparation is at this time, or earlier. */
    public void prepareAt(Instant time) {
        nextPreparation = earlier(nextPreparation, time);
    }

    /** The kernel was prepared. */
    public void prepared(Instant now) {
        nextPreparation = now.plus(period);
    }

    /** Whether failed operations must be tried again now. */
    public boolean isRetryDue(Instant now) {
        return !now.isBefore(nextRetry);
    }

    /** When a round is due if nothing changes before. */
    public Instant next() {
        return earlier(nextPreparation, nextRetry);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** No operation is pending. */
    public void settled() {
        nextRetry = Instant.MAX;
        retryDelay = FIRST_RETRY;
    }

    /**
     * Operations are pending after a round. Further changes do not postpone a retry that is planned already.
     *
     * @param prepareAgain whether the connection to the kernel broke, so that the kernel is prepared first
     */
    public void failed(Instant now, boolean prepareAgain) {
        boolean pending = nextRetry.isAfter(now) && nextRetry.isBefore(Instant.MAX);
        if (!pending) {
            nextRetry = now.plus(retryDelay);
            Duration doubled = retryDelay.multipliedBy(2);
            retryDelay = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        }
        if (prepareAgain) {
            nextPreparation = nextRetry;
        }
    }
}
