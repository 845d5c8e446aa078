package io.kubeipvs.daemon.servercheck;

import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The state of one server: whether it is healthy, and when it is checked next. At first it counts as healthy. For one thread,
 * except {@link #last}.
 */
final class CheckState {
    private final ServerCheck check;
    private boolean healthy = true;
    private int inARow;
    private boolean ended;
    private Instant due;
    private Verdict last = Verdict.PASSED;
    private volatile Result result;

    /** The last result, and when it came. */
    private record Result(boolean healthy, Verdict verdict, int inARow, Instant at) {}

    /** @param due when it is checked for the first time */
    CheckState(ServerCheck check, Instant due) {
        this.check = check;
        this.due = due;
        this.result = new Result(true, new Verdict(Verdict.Outcome.PASSED, "not checked yet"), 0, due);
    }

    ServerCheck check() {
        return check;
    }

    boolean isHealthy() {
        return healthy;
    }

    /** When it is to be checked. */
    Instant due() {
        return due;
    }

    /** Whether no Service wants it any more. */
    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /**
     * A check is over. Returns what follows if it makes another of the server.
     *
     * @param started when the check began
     */
    Optional<CheckResult> take(Verdict verdict, Instant started, Instant now) {
        inARow = verdict.isPassed() == last.isPassed() ? inARow + 1 : 1;
        last = verdict;
        boolean isOther = verdict.isPassed() != healthy;
        boolean isTransition = isOther && inARow >= (healthy ? pace().fall() : pace().rise());
        Duration pause = isOther && !isTransition ? pace().retryDelay() : pace().interval();
        if (isTransition) {
            healthy = !healthy;
        }
        result = new Result(healthy, verdict, inARow, now);
        again(started.plus(pause), now);
        return isTransition
                ? Optional.of(new CheckResult(check, healthy ? Optional.empty() : Optional.of(verdict.words())))
                : Optional.empty();
    }

    /** A check could not be made: there is no result, and it is tried again after the interval. */
    void notMade(Instant now) {
        again(now.plus(pace().interval()), now);
    }

    private void again(Instant wanted, Instant now) {
        due = wanted.isBefore(now) ? now : wanted;
    }

    private ServerCheck.Pace pace() {
        return check.pace();
    }

    /** Whether a user should see it. */
    boolean isRemarkable() {
        return !healthy || !last.isPassed();
    }

    /** The last result. Safe to call from any thread. */
    CheckOverview.Last last(Instant now) {
        Result of = result;
        return new CheckOverview.Last(
                check.toString(),
                of.healthy(),
                of.verdict().words(),
                of.inARow(),
                of.inARow() == 0 ? 0 : Duration.between(of.at(), now).toSeconds());
    }
}
