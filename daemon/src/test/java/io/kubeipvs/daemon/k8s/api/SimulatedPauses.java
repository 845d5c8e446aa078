package io.kubeipvs.daemon.k8s.api;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Pauses of random length that take no time: each thread has a clock of its own, which its pauses move. A thread whose clock
 * is ahead of the time that a test let pass waits for more. Safe for use by many threads.
 */
final class SimulatedPauses implements Pauses {
    private final Map<Thread, Duration> clocks = new HashMap<>();
    private final List<Duration> pauses = new ArrayList<>();
    private Duration now = Duration.ZERO;

    @Override
    public Duration upTo(Duration longest) {
        return REAL.upTo(longest);
    }

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        pauses.add(time);
        Duration wake =
                clocks.getOrDefault(Thread.currentThread(), Duration.ZERO).plus(time);
        clocks.put(Thread.currentThread(), wake);
        while (wake.compareTo(now) > 0) {
            wait();
        }
    }

    /** Lets time pass. */
    synchronized void pass(Duration time) {
        now = now.plus(time);
        notifyAll();
    }

    /** How many threads have paused until this time. */
    synchronized long waiting() {
        return clocks.values().stream()
                .filter(clock -> clock.compareTo(now) > 0)
                .count();
    }

    /** The clock of the calling thread. */
    synchronized Duration clock() {
        return clocks.getOrDefault(Thread.currentThread(), Duration.ZERO);
    }

    /** All pauses since the last call. */
    synchronized List<Duration> take() {
        List<Duration> taken = List.copyOf(pauses);
        pauses.clear();
        return taken;
    }
}
