package io.kubeipvs.daemon;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Waits for what another thread will do: by condition, with a deadline. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(30);

    private Await() {}

    /** An assertion that may not hold yet. */
    public interface Attempt<E extends Exception> {
        void run() throws E;
    }

    /** Repeats the assertion until it holds; when it never does, it fails as the assertion did last. */
    public static <E extends Exception> void until(Attempt<E> assertion) throws E {
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
