package io.kubeipvs.daemon.work;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ThreadFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All threads of the program except the sync thread, which is the main thread and whose failure ends the program. A failure
 * of a thread is logged with its stack trace, counted, and listed in {@link #problems()}; the work starts again. Where
 * that is impossible the thread is listed in {@link #lost()} and the program ends. Safe for use by many threads.
 */
public final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final WorkerObserver observer;
    private final Timing timing;
    private final Runnable onLost;
    private final Map<String, Failure> failures = new ConcurrentHashMap<>();
    private final Set<String> lost = new ConcurrentSkipListSet<>();

    /**
     * How failures are answered.
     *
     * @param firstPause between the first failure in a row and the restart; doubles with each further failure
     * @param longestPause the pause does not grow beyond it
     * @param calm after this time without a failure a worker is no longer a problem
     */
    public record Timing(Duration firstPause, Duration longestPause, Duration calm) {
        /** The program's. */
        public static final Timing DEFAULT =
                new Timing(Duration.ofSeconds(1), Duration.ofMinutes(1), Duration.ofMinutes(5));
    }

    /** The last failure of a worker, and when it was ({@link System#nanoTime}). */
    private record Failure(String cause, long nanos) {}

    /** @param onLost called when a worker has ended for good, on the thread of the worker: ends the program */
    public Workers(WorkerObserver observer, Timing timing, Runnable onLost) {
        this.observer = observer;
        this.timing = timing;
        this.onLost = onLost;
    }

    /** Workers without an observer. */
    public static Workers unobserved() {
        return new Workers(WorkerObserver.NONE, Timing.DEFAULT, () -> {});
    }

    /**
     * Starts a thread that does this work until it is stopped.
     *
     * @param name of the thread, in the log, in metrics and in health
     */
    public Worker start(String name, Work work) {
        observer.created(name);
        return new Worker(name, work, this).start();
    }

    /** Makes the threads of a pool. The pool itself replaces a thread that fails. */
    public ThreadFactory pool(String name) {
        observer.created(name);
        return task -> thread(name, guarded(name, task));
    }

    /** A task whose failure is reported and then forgotten: for one of many tasks on a pool's thread. */
    public Runnable guarded(String name, Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (Throwable e) {
                failed(name, e, "one task was not finished");
            }
        };
    }

    /** Runs this when the program is ended by a signal. The JVM starts the thread, and its failure cannot matter then. */
    public static void onSignal(String name, Runnable work) {
        Runtime.getRuntime().addShutdownHook(new Thread(work, name));
    }

    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /** The workers that failed in the last minutes, one text for each; empty = none. */
    public List<String> problems() {
        return failures.entrySet().stream()
                .filter(e ->
                        System.nanoTime() - e.getValue().nanos() < timing.calm().toNanos())
                .map(e -> "worker " + e.getKey() + " failed: " + e.getValue().cause())
                .sorted()
                .toList();
    }

    /** The workers that have ended for good; empty = none. */
    public List<String> lost() {
        return List.copyOf(lost);
    }

    Timing timing() {
        return timing;
    }

    void failed(String worker, Throwable failure, String effect) {
        failures.put(worker, new Failure(failure.getClass().getSimpleName(), System.nanoTime()));
        observer.failed(worker);
        LOG.error("worker_failed worker=\"{}\" cause=\"{}\" effect=\"{}\"", worker, failure, effect, failure);
    }

    void lost(String worker) {
        lost.add(worker);
        try {
            LOG.error("worker_lost worker=\"{}\" effect=\"the program ends\"", worker);
        } finally {
            onLost.run();
        }
    }
}
