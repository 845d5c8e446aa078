package io.kubeipvs.daemon.work;

/** Gets the failures of workers, for metrics. Called from several threads. */
public interface WorkerObserver {
    /** Does nothing. */
    WorkerObserver NONE = new WorkerObserver() {};

    /** A worker, or a pool of threads, of this name exists from now on. */
    default void created(String worker) {}

    /** A worker of this name failed once. */
    default void failed(String worker) {}
}
