package io.kubeipvs.core.audit;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next part may be read, so that reading takes at most a share of one core: 1 % for the regular pass, and 10 %
 * for parts of which something shows that they differ. After a failure it waits, longer the more often it fails in a row.
 * Used by one thread.
 */
final class AuditPace {
    private static final int REGULAR = 100;
    private static final int URGENT = 10;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private Instant regular = Instant.MIN;
    private Instant urgent = Instant.MIN;
    private Duration pause = FIRST_PAUSE;

    /** A part was read and compared. */
    void spent(Duration cpu, Instant now) {
        regular = now.plus(cpu.multipliedBy(REGULAR));
        urgent = now.plus(cpu.multipliedBy(URGENT));
        pause = FIRST_PAUSE;
    }

    /** The last part took more CPU time. */
    void spentMore(Duration cpu) {
        regular = regular.plus(cpu.multipliedBy(REGULAR));
        urgent = urgent.plus(cpu.multipliedBy(URGENT));
    }

    /** A part could not be read. */
    void failed(Instant now) {
        regular = now.plus(pause);
        urgent = regular;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
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
