package io.kubeipvs.daemon.servercheck;

import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.servercheck.ServerCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The state of one server: whether it is healthy, and when it is checked next. At first it counts as healthy. */
final class CheckState {
    private final ServerCheck check;
    private boolean healthy = true;
    private int inARow;
    private boolean ended;
    private Instant due;
    private Verdict last = Verdict.PASSED;

    /** @param due when it is checked for the first time */
    CheckState(ServerCheck check, Instant due) {
        this.check = check;
        this.due = due;
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

    CheckOverview.Last last() {
        return new CheckOverview.Last(check.toString(), healthy, last.words(), inARow);
    }
}
