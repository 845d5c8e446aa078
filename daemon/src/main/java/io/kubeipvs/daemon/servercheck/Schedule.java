package io.kubeipvs.daemon.servercheck;

import io.kubeipvs.core.servercheck.ServerCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * Which check is made when. Checks begin at a random moment within their interval, and no more of them than the node's limit
 * begin in a second: then those that have waited longest come first, and all intervals are longer. For one thread, except
 * {@link #last}.
 */
final class Schedule {
    private static final double NANOS_PER_SECOND = 1e9;
    /** So many checks may begin at once, in parts of a second's limit. */
    private static final int BURST_PARTS = 10;
    /** So many servers are named. */
    private static final int MOST_NAMED = 100;

    private final DoubleSupplier random;
    private final PriorityQueue<CheckState> waiting = new PriorityQueue<>(Comparator.comparing(CheckState::due));
    private final Map<ServerCheck, CheckState> states = new ConcurrentHashMap<>();
    private int perSecond;
    /** Checks a second that the intervals ask for. */
    private double demand;

    private double tokens = 1;
    private Instant refilled = Instant.MIN;

    /** @param random from 0 to 1 */
    Schedule(DoubleSupplier random, int perSecond) {
        this.random = random;
        this.perSecond = perSecond;
    }

    /** At most so many checks begin in a second from now on. */
    void limit(int checksPerSecond) {
        perSecond = checksPerSecond;
    }

    /** Checks this server from now on. */
    void begin(ServerCheck check, Instant now) {
        double wait = random.getAsDouble() * check.pace().interval().toNanos();
        CheckState state = new CheckState(check, now.plusNanos((long) wait));
        states.put(check, state);
        waiting.add(state);
        demand += perSecond(check);
    }

    /** Checks this server no more. */
    void end(ServerCheck check) {
        CheckState state = states.remove(check);
        if (state != null) {
            state.end();
            demand = states.isEmpty() ? 0 : demand - perSecond(check);
        }
    }

    private static double perSecond(ServerCheck check) {
        return NANOS_PER_SECOND / check.pace().interval().toNanos();
    }

    /** The server whose check begins now; empty = none is due, or the limit of this moment is reached. It has to be put back. */
    Optional<CheckState> take(Instant now) {
        forgetEnded();
        if (waiting.isEmpty() || waiting.peek().due().isAfter(now) || !hasToken(now)) {
            return Optional.empty();
        }
        tokens--;
        return Optional.of(waiting.poll());
    }

    /** A check that was taken is over. */
    void putBack(CheckState state) {
        if (!state.isEnded()) {
            waiting.add(state);
        }
    }

    private void forgetEnded() {
        while (!waiting.isEmpty() && waiting.peek().isEnded()) {
            waiting.poll();
        }
    }

    private boolean hasToken(Instant now) {
        if (refilled.equals(Instant.MIN)) {
            refilled = now;
        }
        double more = Duration.between(refilled, now).toNanos() / NANOS_PER_SECOND * perSecond;
        tokens = Math.min(Math.max(1, perSecond / BURST_PARTS), tokens + more);
        refilled = now;
        return tokens >= 1;
    }

    /** When the next check may begin; {@link Instant#MAX} = none waits. */
    Instant next(Instant now) {
        forgetEnded();
        if (waiting.isEmpty()) {
            return Instant.MAX;
        }
        Instant due = waiting.peek().due();
        if (due.isAfter(now) || hasToken(now)) {
            return due;
        }
        return now.plusNanos((long) ((1 - tokens) * NANOS_PER_SECOND / perSecond) + 1);
    }

    /** The last result of this check; empty = it is not made. Safe to call from any thread. */
    Optional<CheckOverview.Last> last(ServerCheck check, Instant now) {
        return Optional.ofNullable(states.get(check)).map(state -> state.last(now));
    }

    /** The state of all checks. */
    CheckOverview overview(Instant now) {
        forgetEnded();
        Instant first = waiting.isEmpty() ? Instant.MAX : waiting.peek().due();
        double late = first.isBefore(now) ? Duration.between(first, now).toNanos() / NANOS_PER_SECOND : 0;
        return new CheckOverview(
                states.size(),
                (int) states.values().stream()
                        .filter(state -> !state.isHealthy())
                        .count(),
                Math.max(1, demand / perSecond),
                late,
                states.values().stream()
                        .filter(CheckState::isRemarkable)
                        .map(state -> state.last(now))
                        .sorted(Comparator.comparing(CheckOverview.Last::healthy)
                                .thenComparing(CheckOverview.Last::check))
                        .limit(MOST_NAMED)
                        .toList());
    }
}
