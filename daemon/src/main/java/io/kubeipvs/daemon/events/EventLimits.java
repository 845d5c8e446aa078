package io.kubeipvs.daemon.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Limits the number of Events. The first Event of a reason and object is posted at once, and later ones at most once in 5
 * minutes: repetitions are counted meanwhile and posted as a series, or as another Event if the note changed. All Events
 * share a bucket of 25, which gets one more every 10 seconds; an Event that finds it empty is dropped. Follows {@code
 * EventCorrelator} of client-go, with one bucket for all objects, because here the number of objects can be large. For one
 * thread.
 */
final class EventLimits {
    static final Duration PAUSE = Duration.ofMinutes(5);
    static final int BURST = 25;
    static final Duration REFILL = Duration.ofSeconds(10);

    /**
     * Now.
     *
     * @param time of day, for the Events
     * @param monotonic for the limits
     */
    record Moment(Instant time, Instant monotonic) {}

    private record Key(Subject about, Report.Reason reason) {}

    /** The last posted Event, and what was seen since. */
    private static final class Posted {
        private Posting posting;
        /** When it was posted, by the clock of the limits. */
        private Instant at;

        private Report latest;
        private Instant latestAt;
        private int unreported;
    }

    private final Map<Key, Posted> posted = new LinkedHashMap<>();
    private double tokens = BURST;
    private Instant refilled = Instant.MIN;

    /** The Events to post now because of this report. */
    Optional<Posting> seen(Report report, Moment now) {
        Key key = new Key(report.about(), report.reason());
        Posted before = posted.get(key);
        if (before != null) {
            before.latest = report;
            before.latestAt = now.time();
            before.unreported++;
            return Optional.empty();
        }
        if (!takeToken(now.monotonic())) {
            return Optional.empty();
        }
        Posted first = new Posted();
        first.posting = fresh(report, now.time());
        first.at = now.monotonic();
        posted.put(key, first);
        return Optional.of(first.posting);
    }

    /** The Events to post because their pause is over. One that was not seen again is forgotten. */
    List<Posting> due(Moment now) {
        List<Posting> due = new ArrayList<>();
        posted.values().removeIf(each -> isOver(each, now.monotonic()) && each.unreported == 0);
        for (Posted each : posted.values()) {
            if (isOver(each, now.monotonic()) && takeToken(now.monotonic())) {
                each.posting = next(each);
                each.at = now.monotonic();
                each.unreported = 0;
                due.add(each.posting);
            }
        }
        return due;
    }

    private static boolean isOver(Posted each, Instant now) {
        return !now.isBefore(each.at.plus(PAUSE));
    }

    private static Posting next(Posted each) {
        Posting before = each.posting;
        return each.latest.equals(before.report())
                ? new Posting(
                        before.name(), before.report(), before.first(), before.count() + each.unreported, each.latestAt)
                : fresh(each.latest, each.latestAt);
    }

    /** The time makes the name unique, as client-go has it. */
    private static Posting fresh(Report report, Instant now) {
        long nanos = now.getEpochSecond() * 1_000_000_000 + now.getNano();
        return new Posting(Long.toHexString(nanos), report, now, 1, now);
    }

    private boolean takeToken(Instant now) {
        if (refilled.equals(Instant.MIN)) {
            refilled = now;
        }
        double back = Duration.between(refilled, now).toMillis() / (double) REFILL.toMillis();
        tokens = Math.min(BURST, tokens + back);
        refilled = now;
        if (tokens < 1) {
            return false;
        }
        tokens--;
        return true;
    }
}
