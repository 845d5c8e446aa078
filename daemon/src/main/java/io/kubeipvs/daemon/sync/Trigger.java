package io.kubeipvs.daemon.sync;

import java.time.Duration;

/**
 * Wakes the sync thread. A poke asks for a round, and is kept until the sync thread takes it. Safe for use by many
 * threads.
 */
public final class Trigger {
    private boolean poked;
    private boolean woken;
    private boolean closed;

    /** There is something to do: the sync thread runs a round. */
    public synchronized void poke() {
        poked = true;
        wake();
    }

    /** There is something to look at.. */
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** There will be nothing more to do. */
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Whether there was a poke since the last call. */
    synchronized boolean takePoke() {
        boolean taken = poked;
        poked = false;
        return taken;
    }

    /**
     * Waits until it is woken or poked, at most this long; not at all if that happened since the last call.
     *
     * @return false once closed
     */
    synchronized boolean await(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        long nanosLeft = atMost.toNanos();
        while (!woken && !closed && nanosLeft > 0) {
            wait(nanosLeft / 1_000_000 + 1); // rounded up, or the last millisecond would be spent spinning
            nanosLeft = deadline - System.nanoTime();
        }
        woken = false;
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
