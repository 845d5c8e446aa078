package io.kubeipvs.daemon.k8s;

/** A place that Services and endpoints come from; it feeds a change tracker from its own threads until closed. */
public interface Source extends AutoCloseable {
    /** Begins to read. Returns at once; what cannot be reached yet is tried again until {@link #close}. */
    void start();

    /** Ends its threads and connections. Returns when no further call to the tracker will follow. */
    @Override
    void close();
}
