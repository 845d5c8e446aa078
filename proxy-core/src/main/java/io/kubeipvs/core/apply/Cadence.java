package io.kubeipvs.core.apply;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When to act without being asked: an audit once a period, a retry after a failure, the longer the more often it failed
 * in a row, and a count of the connections of servers that drain, the rarer the longer they do. Pure: the time is always given. Used by one thread.
 */
public final class Cadence {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration FIRST_COUNT = Duration.ofSeconds(2);
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(30);

    private Duration auditPeriod;
    private Instant nextAudit = Instant.MIN;
    private Instant nextRetry = Instant.MAX;
    private Duration retryDelay = FIRST_RETRY;
    private Instant nextCount = Instant.MAX;

    /**
     * @param auditPeriod time between two readings of the kernel
     */
    public Cadence(Duration auditPeriod) {
        this.auditPeriod = auditPeriod;
    }

    /** Time between two readings of the kernel from now on; the next is not later than after one such time. */
    public void changeAuditPeriod(Duration period, Instant now) {
        auditPeriod = period;
        nextAudit = earlier(nextAudit, now.plus(period));
    }

    /** Whether the kernel is to be read now; true at first. */
    public boolean isAuditDue(Instant now) {
        return !now.isBefore(nextAudit);
    }

    /** Whether what failed before is to be tried again now. */
    public boolean isRetryDue(Instant now) {
        return !now.isBefore(nextRetry);
    }

    /** Whether the connections of the servers that drain are to be counted now. */
    public boolean isCountDue(Instant now) {
        return !now.isBefore(nextCount);
    }

    /** When to act next if nothing happens before. */
    public Instant next() {
        return earlier(earlier(nextAudit, nextRetry), nextCount);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The kernel was read as a whole. */
    public void audited(Instant now) {
        nextAudit = now.plus(auditPeriod);
    }

    /** Connections are being counted: not again before {@link #draining} says so. */
    public void counted() {
        nextCount = Instant.MAX;
    }

    /**
     * A round left servers draining, or none. The next count is after a quarter of the time for which the last of them
     * has drained, at least 2 s, at most 30 s; a pending one is not put off.
     *
     * @param lastBegun when the last to begin began; empty when none drains
     */
    public void draining(Instant now, Optional<Instant> lastBegun) {
        nextCount = lastBegun
                .map(begun -> earlier(nextCount, now.plus(countDelay(Duration.between(begun, now)))))
                .orElse(Instant.MAX);
    }

    private static Duration countDelay(Duration drained) {
        Duration quarter = drained.dividedBy(4);
        if (quarter.compareTo(FIRST_COUNT) < 0) {
            return FIRST_COUNT;
        }
        return quarter.compareTo(LONGEST_COUNT) < 0 ? quarter : LONGEST_COUNT;
    }

    /** Nothing is owed. */
    public void settled() {
        nextRetry = Instant.MAX;
        retryDelay = FIRST_RETRY;
    }

    /**
     * A round left something owed. Changes that keep coming do not put a pending retry off.
     *
     * @param readAgain whether our picture of the kernel is wrong or uncertain, so that it must be read before
     */
    public void failed(Instant now, boolean readAgain) {
        boolean pending = nextRetry.isAfter(now) && nextRetry.isBefore(Instant.MAX);
        if (!pending) {
            nextRetry = now.plus(retryDelay);
            Duration doubled = retryDelay.multipliedBy(2);
            retryDelay = doubled.compareTo(LONGEST_RETRY) < 0 ? doubled : LONGEST_RETRY;
        }
        if (readAgain) {
            nextAudit = nextRetry;
        }
    }
}
