package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How a thread waits before it asks the API server again. */
interface Pauses {
    /** Pauses that pass, of random length. */
    Pauses REAL = new Pauses() {
        @Override
        public Duration upTo(Duration longest) {
            return Duration.ofNanos(ThreadLocalRandom.current().nextLong(longest.toNanos() + 1));
        }

        @Override
        public void sleep(Duration time) throws InterruptedException {
            Thread.sleep(time.toMillis());
        }
    };

    /** A random time, so that many nodes do not come at once. */
    Duration upTo(Duration longest);

    void sleep(Duration time) throws InterruptedException;
}
