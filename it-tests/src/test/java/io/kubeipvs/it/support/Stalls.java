package io.kubeipvs.it.support;

import java.util.concurrent.atomic.AtomicLong;

/**
 * How often this machine stood still: a thread that sleeps 20 ms woke over half a second later. An emulated processor does
 * so now and then, and a packet that was under way is sent again. Without such a moment, no packet may be.
 */
public final class Stalls implements AutoCloseable {
    private static final long SLEEP_MILLIS = 20;
    private static final long STALL_NANOS = 500_000_000;

    private final AtomicLong count = new AtomicLong();
    private final Thread thread = new Thread(this::watch, "stalls");

    private Stalls() {}

    /** Counts from now on. */
    public static Stalls count() {
        Stalls stalls = new Stalls();
        stalls.thread.setDaemon(true);
        stalls.thread.start();
        return stalls;
    }

    private void watch() {
        try {
            while (true) {
                long before = System.nanoTime();
                Thread.sleep(SLEEP_MILLIS);
                if (System.nanoTime() - before > STALL_NANOS) {
                    count.incrementAndGet();
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Those until now. */
    public long soFar() {
        return count.get();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
