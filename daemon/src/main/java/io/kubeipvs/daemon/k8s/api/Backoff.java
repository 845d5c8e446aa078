package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** A pause that doubles with each failure in a row. Half of it is random, so that many nodes do not come at once. */
final class Backoff {
    private final Duration first;
    private final Duration longest;
    private Duration next;

    Backoff(Duration first, Duration longest) {
        this.first = first;
        this.longest = longest;
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
        long nanos = next.toNanos();
        next = next.multipliedBy(2).compareTo(longest) < 0 ? next.multipliedBy(2) : longest;
        long random = ThreadLocalRandom.current().nextLong(nanos / 2 + 1);
        Thread.sleep(Duration.ofNanos(Math.max(nanos / 2, atLeast.toNanos()) + random)
                .toMillis());
    }
}
