package io.kubeipvs.daemon.events;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * Events that could not be posted, and wait for another try. One is tried in each pause, so that a server that refuses them
 * gets few requests; after a success the next one follows at once. An Event that fails too often is dropped, and so is the
 * oldest of too many. For one thread.
 */
final class FailedPostings {
    static final int MOST = 100;
    static final int MOST_TRIES = 20;

    private record Failed(Posting posting, int tries) {}

    private final Deque<Failed> waiting = new ArrayDeque<>();
    private final Duration pause;
    private Instant next = Instant.MIN;

    /** @param pause between two tries after a failure */
    FailedPostings(Duration pause) {
        this.pause = pause;
    }

    /** The posting failed for the first time. */
    void add(Posting posting, Instant now) {
        keep(new Failed(posting, 1), now);
    }

    private void keep(Failed failed, Instant now) {
        if (waiting.size() >= MOST) {
            waiting.removeFirst();
        }
        waiting.addLast(failed);
        next = now.plus(pause);
    }

    /** The Event to try now; {@code now} is of a monotonic clock, here and below. */
    Optional<Posting> due(Instant now) {
        return waiting.isEmpty() || now.isBefore(next)
                ? Optional.empty()
                : Optional.of(waiting.getFirst().posting());
    }

    /** The Event of {@link #due} was posted. */
    void posted() {
        waiting.removeFirst();
    }

    /** The Event of {@link #due} failed again: the others come first. */
    void failedAgain(Instant now) {
        Failed first = waiting.removeFirst();
        if (first.tries() < MOST_TRIES) {
            keep(new Failed(first.posting(), first.tries() + 1), now);
        }
        next = now.plus(pause);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }
}
