package io.kubeipvs.daemon.sync;

import io.kubeipvs.daemon.work.MonotonicClock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rounds until every Service was programmed once: their sum, and the log lines of their progress. */
final class FirstSync {
    /** Between two lines of the progress. A first sync that is shorter has none. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(SyncLog.class);

    private final MonotonicClock clock;
    private int services;
    private int operations;
    private int done;
    private int waiting;
    private Duration took = Duration.ZERO;
    private Instant lastLine;

    FirstSync(MonotonicClock clock) {
        this.clock = clock;
        this.lastLine = clock.instant();
    }

    /** @param stillWaiting the changed Services that are not in the kernel yet */
    void add(SyncReport report, int stillWaiting) {
        if (operations == 0 && services == 0) {
            lastLine = clock.instant().minus(report.took());
        }
        services += report.services();
        operations += report.results().size();
        took = took.plus(report.took());
        done += report.applied().size();
        waiting = stillWaiting;
    }

    /** The Services. */
    Progress.Amount services() {
        return new Progress.Amount(done, done + waiting);
    }

    /** Writes a line, if the last one is old enough. */
    void writeProgress() {
        Instant now = clock.instant();
        if (waiting > 0 && !now.isBefore(lastLine.plus(PAUSE))) {
            lastLine = now;
            LOG.info(
                    "sync_progress services={} of={} operations={} took_ms={}",
                    done,
                    done + waiting,
                    operations,
                    took.toMillis());
        }
    }

    /** Writes the last line. */
    void writeEnd(boolean isOfPresentServices) {
        if (isOfPresentServices) {
            LOG.info("first_sync services={} operations={} took_ms={}", services, operations, took.toMillis());
        } else {
            LOG.info("last_state_synced services={} operations={} took_ms={}", services, operations, took.toMillis());
        }
    }
}
