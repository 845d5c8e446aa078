package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Scheduler;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The door to the kernel with a watch: the log states what a slow round waited for, at most once a minute. A round waits for
 * the kernel's answers, computes, or gets no processor. Used by the sync thread.
 */
final class SlowRounds implements Kernel {
    private static final Supplier<String> NO_CALL = () -> "none";
    private static final Logger LOG = LoggerFactory.getLogger(SlowRounds.class);
    private static final long SLOW = TimeUnit.SECONDS.toNanos(1);
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    /**
     * Clocks, each in nanoseconds.
     *
     * @param wall monotonic time
     * @param processor time of the calling thread on a processor
     * @param collection time that all collections of garbage took
     */
    record Clocks(LongSupplier wall, LongSupplier processor, LongSupplier collection) {
        static Clocks ofThisProcess() {
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
            return new Clocks(
                    System::nanoTime,
                    () -> threads.isCurrentThreadCpuTimeSupported() ? threads.getCurrentThreadCpuTime() : 0,
                    () -> TimeUnit.MILLISECONDS.toNanos(collectionMillis(collectors)));
        }

        private static long collectionMillis(List<GarbageCollectorMXBean> collectors) {
            long millis = 0;
            for (GarbageCollectorMXBean collector : collectors) {
                millis += collector.getCollectionTime();
            }
            return millis;
        }
    }

    private final Kernel kernel;
    private final Clocks clocks;
    private long begun;
    private long processorAtBegin;
    private long collectionAtBegin;
    private long waited;
    private long longest;
    /** Its text is made only for a line: that of the first operation takes as long as a small change. */
    private Supplier<String> longestCall = NO_CALL;

    private long lastLine;
    private int unwritten;

    SlowRounds(Kernel kernel, Clocks clocks) {
        this.kernel = kernel;
        this.clocks = clocks;
        this.lastLine = clocks.wall().getAsLong() - PAUSE;
    }

    /** A round begins. */
    void begin() {
        begun = clocks.wall().getAsLong();
        processorAtBegin = clocks.processor().getAsLong();
        collectionAtBegin = clocks.collection().getAsLong();
        waited = 0;
        longest = 0;
        longestCall = NO_CALL;
    }

    /** The round ended. */
    void end() {
        report();
        longestCall = NO_CALL; // it holds the operations
    }

    private void report() {
        long now = clocks.wall().getAsLong();
        if (now - begun < SLOW) {
            return;
        }
        if (now - lastLine < PAUSE) {
            unwritten++;
            return;
        }
        write(now - begun);
        lastLine = now;
        unwritten = 0;
    }

    private void write(long took) {
        long processor = clocks.processor().getAsLong() - processorAtBegin;
        long collection = clocks.collection().getAsLong() - collectionAtBegin;
        long other = Math.max(0, took - waited - processor);
        String cause = "the thread got no processor";
        if (waited >= Math.max(processor, other)) {
            cause = "the kernel answered late";
        } else if (processor >= other) {
            cause = "the round had much to compute";
        } else if (collection >= other / 2) {
            cause = "garbage was collected";
        }
        LOG.info(
                "round_slow took_ms={} kernel_ms={} processor_ms={} other_ms={} collection_ms={} longest_call=\"{}\""
                        + " longest_ms={} unwritten={} cause=\"{}\"",
                millis(took),
                millis(waited),
                millis(processor),
                millis(other),
                millis(collection),
                longestCall.get(),
                millis(longest),
                unwritten,
                cause);
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private <T> T timed(Supplier<String> call, Supplier<T> work) {
        long begin = clocks.wall().getAsLong();
        long processor = clocks.processor().getAsLong();
        try {
            return work.get();
        } finally {
            long took = clocks.wall().getAsLong() - begin;
            waited += Math.max(0, took - (clocks.processor().getAsLong() - processor));
            if (took > longest) {
                longest = took;
                longestCall = call;
            }
        }
    }

    @Override
    public Preparation prepare() {
        return timed(() -> "prepare", kernel::prepare);
    }

    @Override
    public KernelState observe() {
        return timed(() -> "read everything", kernel::observe);
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        return timed(() -> "connections of " + virtualServer, () -> kernel.connections(virtualServer));
    }

    @Override
    public boolean has(Scheduler scheduler) {
        return timed(() -> "scheduler " + scheduler, () -> kernel.has(scheduler));
    }

    @Override
    public List<Outcome> apply(List<KernelOp> operations) {
        return timed(
                () -> operations.size() + " operations, first: " + operations.get(0), () -> kernel.apply(operations));
    }
}
