package io.kubeipvs.daemon.work;

import java.time.Instant;
import java.time.InstantSource;

/**
 * A clock that no program can set: its instants are good for differences and not as the time of day. Everything that waits,
 * repeats or limits uses it. Tests give a clock of their own.
 */
@FunctionalInterface
public interface MonotonicClock extends InstantSource {
    /** The time since a moment that is fixed while the program runs ({@link System#nanoTime}). */
    MonotonicClock SYSTEM = () -> Instant.EPOCH.plusNanos(System.nanoTime() - Start.NANOS);

    /** The moment of the first use. */
    final class Start {
        private static final long NANOS = System.nanoTime();

        private Start() {}
    }
}
