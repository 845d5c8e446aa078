package io.kubeipvs.core.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next part may be read, so that an idle program takes at most a share of one core: 1 % with the regular pass, and 10 %
 * for parts of which something shows that they differ. Such a part waits half a second at most, so that a change by another
 * program is repaired within a second also if it follows another one. No pause is longer than a tenth of the period: on a slow
 * machine, a pass over few Services ends within the period all the same. After a failure it waits, longer the more often
 * it fails in a row. Used by one thread.
 */
final class AuditPace {
    /**
     * The time of a pause for each unit of time that the threads took that read and compare. With 350 they take 0.3 %. The
     * collector and the compiler of the JVM take at least as much again, which is not counted, and an idle program without
     * an audit takes 0.2 %.
     */
    private static final int REGULAR = 350;

    private static final int URGENT = 10;
    private static final Duration LONGEST_URGENT_PAUSE = Duration.ofMillis(500);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private Instant regular = Instant.MIN;
    private Instant urgent = Instant.MIN;
    private Duration pause = FIRST_PAUSE;
    private Duration longest;

    /** @param period the time between the begins of two passes */
    AuditPace(Duration period) {
        setPeriod(period);
    }

    /** The period from now on. */
    void setPeriod(Duration next) {
        longest = next.dividedBy(10);
    }

    /** A part was read and compared. */
    void spent(Duration cpu, Instant now) {
        regular = now.plus(shorter(cpu.multipliedBy(REGULAR), longest));
        urgent = now.plus(shorter(cpu.multipliedBy(URGENT), shorter(LONGEST_URGENT_PAUSE, longest)));
        pause = FIRST_PAUSE;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** A part could not be read. */
    void failed(Instant now) {
        regular = now.plus(pause);
        urgent = regular;
        pause = shorter(pause.multipliedBy(2), LONGEST_PAUSE);
    }

    /** When the next part of a regular pass may be read. */
    Instant regular() {
        return regular;
    }

    /** When a part that seems to differ may be read. */
    Instant urgent() {
        return urgent;
    }
}
