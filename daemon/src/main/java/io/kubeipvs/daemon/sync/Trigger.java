package io.kubeipvs.daemon.sync;

import java.time.Duration;

/** Wakes the sync thread. A poke while it is at work is kept for when it waits again. Safe for use by many threads. */
public final class Trigger {
    private boolean poked;
    private boolean closed;

    /** There is something to do. */
    public synchronized void poke() {
        poked = true;
        notifyAll();
    }

    /** There will be nothing more to do. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /**
     * Waits for a poke, at most this long.
     *
     * @return false once closed
     */
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long nanosLeft = atMost.toNanos();
        while (!poked && !closed && nanosLeft > 0) {
            wait(nanosLeft / 1_000_000 + 1); // rounded up, or the last millisecond would be spent spinning
            nanosLeft = deadline - System.nanoTime();
        }
        poked = false;
        return !closed;
    }

    /**
     * Waits this long, also after a poke; a poke is kept.
     *
     * @return false once closed
     */
    synchronized boolean rest(Duration time) throws InterruptedException {
        long deadline = System.nanoTime() + time.toNanos();
        long nanosLeft = time.toNanos();
        while (!closed && nanosLeft > 0) {
            wait(nanosLeft / 1_000_000 + 1);
            nanosLeft = deadline - System.nanoTime();
        }
        return !closed;
    }
}
