package io.kubeipvs.core.apply;

import java.time.Duration;
import java.time.Instant;

/**
 * When to act without being asked: an audit once a period, and a retry after a failure, the longer the more often it
 * failed in a row. Pure: the time is always given. Used by one thread.
 */
public final class Cadence {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private final Duration auditPeriod;
    private Instant nextAudit = Instant.MIN;
    private Instant nextRetry = Instant.MAX;
    private Duration retryDelay = FIRST_RETRY;

    /**
     * @param auditPeriod time between two readings of the kernel
     */
    public Cadence(Duration auditPeriod) {
        this.auditPeriod = auditPeriod;
    }

    /** Whether the kernel is to be read now; true at first. */
    public boolean isAuditDue(Instant now) {
        return !now.isBefore(nextAudit);
    }

    /** Whether what failed before is to be tried again now. */
    public boolean isRetryDue(Instant now) {
        return !now.isBefore(nextRetry);
    }

    /** When to act next if nothing happens before. */
    public Instant next() {
        return nextAudit.isBefore(nextRetry) ? nextAudit : nextRetry;
    }

    /** The kernel was read as a whole. */
    public void audited(Instant now) {
        nextAudit = now.plus(auditPeriod);
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
