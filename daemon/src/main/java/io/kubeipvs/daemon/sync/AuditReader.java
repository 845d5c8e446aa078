package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.audit.Finding;
import io.kubeipvs.core.audit.Reading;
import io.kubeipvs.core.kernel.KernelReader;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.CpuTime;
import io.kubeipvs.daemon.work.Workers;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Reads parts of the kernel for the audit on a thread of its own, so that a slow reading never holds up a change. It has at
 * most one order at a time.
 */
public final class AuditReader {
    private final KernelReader kernel;
    private final Runnable onResult;
    private final BlockingQueue<Reading> orders = new ArrayBlockingQueue<>(1);
    private final BlockingQueue<Result> results = new ArrayBlockingQueue<>(1);

    /**
     * The end of a reading.
     *
     * @param finding what was read; empty when it failed
     * @param problem why it failed; empty when it did not
     * @param cpu the CPU time that it took
     */
    record Result(Optional<Finding> finding, Optional<Problem> problem, Duration cpu) {}

    /** @param onResult called after each reading, on the reader's thread */
    public AuditReader(KernelReader kernel, Runnable onResult) {
        this.kernel = kernel;
        this.onResult = onResult;
    }

    /** Starts the thread. */
    public void start(Workers workers) {
        workers.start("audit", this::run);
    }

    /** Orders a reading. The one before must have had its result. */
    void order(Reading reading) {
        orders.add(reading);
    }

    /** The result of the last order, once. */
    Optional<Result> takeResult() {
        return Optional.ofNullable(results.poll());
    }

    private void run() throws InterruptedException {
        while (true) {
            Reading reading = orders.take();
            Result read = failed(Problem.of("the thread that reads the kernel failed"));
            try {
                read = read(reading);
            } finally {
                results.add(read);
                onResult.run();
            }
        }
    }

    private Result read(Reading reading) {
        CpuTime start = CpuTime.ofThisThread();
        try {
            Finding finding = reading.read(kernel);
            return new Result(
                    Optional.of(finding),
                    Optional.empty(),
                    CpuTime.ofThisThread().since(start));
        } catch (KernelUnavailableException e) {
            return failed(e.problem());
        }
    }

    private static Result failed(Problem problem) {
        return new Result(Optional.empty(), Optional.of(problem), Duration.ZERO);
    }
}
