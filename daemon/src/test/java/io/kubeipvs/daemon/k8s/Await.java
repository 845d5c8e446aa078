package io.kubeipvs.daemon.k8s;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread will do: by condition, with a deadline. */
final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    private Await() {}

    /** Repeats the assertion until it holds; when it never does, it fails as the assertion did last. */
    static void until(Runnable assertion) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                assertion.run();
                return;
            } catch (AssertionError e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
            }
            LockSupport.parkNanos(Duration.ofMillis(2).toNanos());
        }
    }
}
