package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;

/** A pause that doubles with each failure in a row. Half of it is random, so that many nodes do not come at once. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private final Pauses pauses;
    private Duration next;

    Backoff(Duration first, Duration longest, Pauses pauses) {
        this.first = first;
        this.longest = longest;
        this.pauses = pauses;
        this.next = first;
    }

    void reset() {
        next = first;
    }

    void pause() throws InterruptedException {
        pause(Duration.ZERO);
    }

    /** @param atLeast what the server asked for; the random part is added to it */
    void pause(Duration atLeast) throws InterruptedException {
        Duration half = next.dividedBy(2);
        next = next.multipliedBy(2).compareTo(longest) < 0 ? next.multipliedBy(2) : longest;
        Duration fixed = atLeast.compareTo(half) > 0 ? atLeast : half;
        pauses.sleep(fixed.plus(pauses.upTo(half)));
    }
}
