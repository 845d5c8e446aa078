package io.kubeipvs.it;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for something to become true, and says what it saw when it did not. */
public final class Await {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** Until this is so; fails with the evidence when patience ends. */
    public static void until(String what, Duration patience, Callable<Boolean> condition, Callable<?> evidence)
            throws Exception {
        long deadline = System.nanoTime() + patience.toNanos();
        long begun = System.nanoTime();
        while (!condition.call()) {
            long now = System.nanoTime();
            if (now > deadline) {
                throw new AssertionError(
                        "waited " + patience.toSeconds() + " s in vain for " + what + "; saw: " + evidence.call());
            }
            // A look that starts a process takes the processor from the one that is waited for.
            TimeUnit.NANOSECONDS.sleep(Math.max(PAUSE.toNanos(), 2 * (now - begun)));
            begun = System.nanoTime();
        }
    }

    /** Until a value that is looked at again and again equals this one. */
    public static <T> void equal(T expected, Callable<T> actual) throws Exception {
        until(expected.toString(), Duration.ofSeconds(60), () -> expected.equals(actual.call()), actual);
    }
}
