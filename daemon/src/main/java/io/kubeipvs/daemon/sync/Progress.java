package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.kernel.Problem;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * The work of the sync thread at one moment. Times are those of the monotonic clock.
 *
 * @param phase its present work
 * @param since when that began
 * @param operations of the kernel that it waits for, 0 = none
 * @param services the Services of the first sync
 * @param lastRound the last round that reached the kernel; empty = none did
 * @param failure why the last round did not reach the kernel; empty = it did, or none has ended
 */
public record Progress(
        String phase,
        Instant since,
        int operations,
        Amount services,
        Optional<LastRound> lastRound,
        Optional<Problem> failure) {
    /** The sync thread waits for a change, or for the time of the next round. */
    public static final String IDLE = "IDLE";

    /** It waits until Services and slices were listed once, and the node is known. */
    public static final String WAIT_FOR_OBJECTS = "WAIT_FOR_OBJECTS";

    /** It computes. */
    public static final String PLAN = "PLAN";

    /**
     * A part of a whole.
     *
     * @param done how many are in the kernel
     * @param of how many are wanted
     */
    public record Amount(int done, int of) {
        /** Nothing is known yet. */
        public static final Amount NONE = new Amount(0, 0);

        /** Whether all are done. */
        public boolean isComplete() {
            return done == of;
        }
    }

    /**
     * A round that ended.
     *
     * @param ended when
     * @param operations how many it made
     * @param millis its duration in milliseconds
     * @param isComplete whether every changed object was planned, and no operation is pending
     */
    public record LastRound(Instant ended, int operations, long millis, boolean isComplete) {}

    /** Whether the sync thread does nothing that another could have to wait for. */
    public boolean isIdle() {
        return phase.equals(IDLE) || phase.equals(WAIT_FOR_OBJECTS);
    }

    /** The work in words, for instance {@code PUT_REAL_SERVERS, 2,980 operations; 1,000 of 20,000 Services are done}. */
    public String inWords() {
        String count = operations == 0 ? "" : String.format(Locale.ROOT, ", %,d operations", operations);
        String part = services.isComplete()
                ? ""
                : String.format(Locale.ROOT, "; %,d of %,d Services are done", services.done(), services.of());
        return phase + count + part;
    }

    Progress in(String next, Instant now, int sent) {
        return new Progress(next, now, sent, services, lastRound, failure);
    }

    Progress withServices(Amount amount) {
        return new Progress(phase, since, operations, amount, lastRound, failure);
    }

    Progress after(LastRound round) {
        return new Progress(phase, since, operations, services, Optional.of(round), Optional.empty());
    }

    Progress failed(Problem problem) {
        return new Progress(phase, since, operations, services, lastRound, Optional.of(problem));
    }
}
