package io.kubeipvs.daemon.work;

/** The body of a worker. It runs until its worker is stopped; any other end is a failure, and the worker restarts it. */
@FunctionalInterface
public interface Work {
    /**
     * Works until the worker is stopped.
     *
     * @throws InterruptedException when {@link Worker#stop} interrupts it
     */
    void run() throws InterruptedException;
}
