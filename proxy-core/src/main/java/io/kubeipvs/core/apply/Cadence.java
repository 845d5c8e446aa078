package io.kubeipvs.core.apply;

import java.time.Duration;
import java.time.Instant;

/**
 * When a round is due although nothing changed: an audit once a period, and a retry after a failure, later the more often
 * it failed in a row. Pure: the time is always given. Used by one thread.
 */
public final class Cadence {
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);

    private Duration auditPeriod;
    private Instant nextAudit = Instant.MIN;
    private Instant nextRetry = Instant.MAX;
    private Duration retryDelay = FIRST_RETRY;

    /**
     * @param auditPeriod time between two readings of the kernel
     */
    public Cadence(Duration auditPeriod) {
        this.auditPeriod = auditPeriod;
    }

    /** The time between two readings of the kernel from now on. The next one is at most one such time away. */
    public void changeAuditPeriod(Duration period, Instant now) {
        auditPeriod = period;
        nextAudit = earlier(nextAudit, now.plus(period));
    }

    /** Whether the kernel must be read now; true at first. */
    public boolean isAuditDue(Instant now) {
        return !now.isBefore(nextAudit);
    }

    /** Whether failed operations must be tried again now. */
    public boolean isRetryDue(Instant now) {
        return !now.isBefore(nextRetry);
    }

    /** When a round is due if nothing changes before. */
    public Instant next() {
        return earlier(nextAudit, nextRetry);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** The kernel was read as a whole. */
    public void audited(Instant now) {
        nextAudit = now.plus(auditPeriod);
    }

    /** No operation is pending. */
    public void settled() {
        nextRetry = Instant.MAX;
        retryDelay = FIRST_RETRY;
    }

    /**
     * Operations are pending after a round. Further changes do not postpone a retry that is planned already.
     *
     * @param readAgain whether our picture of the kernel is wrong or uncertain, so that the kernel is read first
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
