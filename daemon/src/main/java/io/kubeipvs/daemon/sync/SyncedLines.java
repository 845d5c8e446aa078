package io.kubeipvs.daemon.sync;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log lines {@code synced}: one for each round up to a rate, and then one for the other rounds of that second. A
 * cluster with many small changes would otherwise spend more on lines than on rounds. Used by one thread.
 */
final class SyncedLines {
    static final int MOST_A_SECOND = 10;
    private static final Duration SECOND = Duration.ofSeconds(1);
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
        if (!now.isBefore(nextSecond())) {
            begin(now);
        }
        if (written < MOST_A_SECOND) {
            write(Sum.NONE.and(report));
        } else {
            held = held.and(report);
        }
    }

    /** Writes the line for the rounds that have none yet, if it is due; at {@link Instant#MAX} in any case. */
    void writeHeld(Instant now) {
        if (held.rounds() > 0 && !now.isBefore(next())) {
            begin(now);
            write(held);
            held = Sum.NONE;
        }
    }

    /** When {@link #writeHeld} has something to do; {@link Instant#MAX} if every round has its line. */
    Instant next() {
        return held.rounds() == 0 ? Instant.MAX : nextSecond();
    }

    private Instant nextSecond() {
        return begun.equals(Instant.MIN) ? begun : begun.plus(SECOND);
    }

    private void begin(Instant now) {
        begun = now;
        written = 0;
    }

    private void write(Sum sum) {
        written++;
        if (sum.rounds() == 1) {
            LOG.info(
                    "synced services={} operations={} draining={} took_ms={}",
                    sum.services(),
                    sum.operations(),
                    sum.draining(),
                    sum.took().toMillis());
        } else {
            LOG.info(
                    "synced services={} operations={} draining={} took_ms={} rounds={}",
                    sum.services(),
                    sum.operations(),
                    sum.draining(),
                    sum.took().toMillis(),
                    sum.rounds());
        }
    }
}
