package io.kubeipvs.daemon.work;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * One supervised thread. When its work ends although it was not stopped, the failure is logged with its stack trace and
 * counted, and the work starts again on the same thread after a pause that doubles with each failure in a row. Safe for
 * use by many threads.
 */
public final class Worker implements AutoCloseable {
    private final String name;
    private final Work work;
    private final Workers workers;
    private final Thread thread;
    private final CountDownLatch stopping = new CountDownLatch(1);

    Worker(String name, Work work, Workers workers) {
        this.name = name;
        this.work = work;
        this.workers = workers;
        this.thread = Workers.thread(name, this::run);
    }

    Worker start() {
        thread.start();
        return this;
    }

    private void run() {
        try {
            supervise();
        } finally {
            if (!isStopping()) {
                workers.lost(name);
            }
        }
    }

    private void supervise() {
        Workers.Timing timing = workers.timing();
        Duration pause = timing.firstPause();
        while (!isStopping()) {
            long begun = System.nanoTime();
            Throwable failure = attempt();
            if (isStopping()) {
                return;
            }
            if (System.nanoTime() - begun > timing.calm().toNanos()) {
                pause = timing.firstPause();
            }
            workers.failed(name, failure, "starts again in " + pause.toMillis() + " ms");
            pause(pause);
            Duration twice = pause.multipliedBy(2);
            pause = twice.compareTo(timing.longestPause()) < 0 ? twice : timing.longestPause();
        }
    }

    /** Returns why the work ended. */
    private Throwable attempt() {
        try {
            work.run();
            return new IllegalStateException("the work ended although its worker was not stopped");
        } catch (Throwable e) {
            return e;
        }
    }

    private boolean isStopping() {
        return stopping.getCount() == 0;
    }

    /** A stop ends the pause early. So does any other interrupt: an early restart does no harm. */
    private void pause(Duration pause) {
        try {
            stopping.await(pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            return;
        }
    }

    /** Makes the end of the work an expected one, without an interrupt: for work that ends by a sign of its own. */
    public void expectEnd() {
        stopping.countDown();
    }

    /** Interrupts the work; its end is expected from now on. Returns at once. */
    public void stop() {
        stopping.countDown();
        thread.interrupt();
    }

    /** Waits until the thread has ended; returns at once when this is that thread. */
    public void awaitEnd() {
        boolean interrupted = false;
        while (thread.isAlive() && thread != Thread.currentThread()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Stops the work and waits for its end. */
    @Override
    public void close() {
        stop();
        awaitEnd();
    }
}
