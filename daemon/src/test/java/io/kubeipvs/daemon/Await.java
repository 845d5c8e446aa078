package io.kubeipvs.daemon;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition that another thread or process brings about, with a deadline. */
public final class Await {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration SHORT_PAUSE = Duration.ofMillis(2);
    private static final Duration PAUSE = Duration.ofMillis(50);

    private Await() {}

    /** An assertion that may not hold yet. */
    public interface Attempt<E extends Exception> {
        void run() throws E;
    }

    /** Repeats the assertion until it holds. After the deadline it fails with the assertion's last error. */
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
            LockSupport.parkNanos(SHORT_PAUSE.toNanos());
        }
    }

    /**
     * Checks the condition until it is true. After {@code patience} it fails and shows the evidence.
     *
     * @param what names the condition in the error
     */
    public static void until(String what, Duration patience, Callable<Boolean> condition, Callable<?> evidence)
            throws Exception {
        long begun = System.nanoTime();
        long deadline = begun + patience.toNanos();
        while (!condition.call()) {
            long now = System.nanoTime();
            if (now > deadline) {
                throw new AssertionError(
                        "waited " + patience.toSeconds() + " s in vain for " + what + "; saw: " + evidence.call());
            }
            // A check that starts a process takes the processor from the program under test.
            LockSupport.parkNanos(Math.max(PAUSE.toNanos(), 2 * (now - begun)));
            begun = System.nanoTime();
        }
    }

    /** Reads the value until it equals the expected one. */
    public static <T> void equal(T expected, Callable<T> actual) throws Exception {
        until(expected.toString(), PATIENCE, () -> expected.equals(actual.call()), actual);
    }
}
