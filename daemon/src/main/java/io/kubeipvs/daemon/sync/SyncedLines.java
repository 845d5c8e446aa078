package io.kubeipvs.daemon.sync;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines {@code synced}: one for each of the first rounds of a minute, and one for all others of it. So a change
 * in a quiet cluster is seen at once, and many changes do not fill the log. The others have a line each at level debug.
 * Used by one thread.
 */
final class SyncedLines {
    static final int MOST_A_MINUTE = 10;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(SyncLog.class);

    private Instant begun = Instant.MIN;
    private int written;
    private Sum held = Sum.NONE;

    /** The work of several rounds; {@code draining} is the state after the last one. */
    private record Sum(int rounds, int services, int operations, int draining, Duration took) {
        static final Sum NONE = new Sum(0, 0, 0, 0, Duration.ZERO);

        Sum and(SyncReport report) {
            return new Sum(
                    rounds + 1,
                    services + report.services(),
                    operations + report.results().size(),
                    report.round().state().draining(),
                    took.plus(report.took()));
        }
    }

    /** A round with operations ended. */
    void add(SyncReport report, Instant now) {
        writeHeld(now);
        if (!now.isBefore(nextMinute())) {
            begin(now);
        }
        if (written < MOST_A_MINUTE) {
            LOG.info("synced services={} operations={} draining={} took_ms={}", values(report));
            written++;
        } else {
            LOG.debug("synced services={} operations={} draining={} took_ms={}", values(report));
            held = held.and(report);
        }
    }

    /** Writes the line for the rounds that have none yet, if it is due; at {@link Instant#MAX} in any case. */
    void writeHeld(Instant now) {
        if (held.rounds() > 0 && !now.isBefore(next())) {
            begin(now);
            LOG.info(
                    "synced services={} operations={} draining={} took_ms={} rounds={}",
                    held.services(),
                    held.operations(),
                    held.draining(),
                    held.took().toMillis(),
                    held.rounds());
            written++;
            held = Sum.NONE;
        }
    }

    /** When {@link #writeHeld} has something to do; {@link Instant#MAX} if every round has its line. */
    Instant next() {
        return held.rounds() == 0 ? Instant.MAX : nextMinute();
    }

    private Instant nextMinute() {
        return begun.equals(Instant.MIN) ? begun : begun.plus(MINUTE);
    }

    private void begin(Instant now) {
        begun = now;
        written = 0;
    }

    private static Object[] values(SyncReport report) {
        return new Object[] {
            report.services(),
            report.results().size(),
            report.round().state().draining(),
            report.took().toMillis()
        };
    }
}
