package io.kubeipvs.daemon.k8s;

import io.kubeipvs.daemon.work.Workers;

/** A source of Services and endpoints. It feeds a change tracker from its own threads until it is closed. */
public interface Source extends AutoCloseable {
    /**
     * Starts to read, and returns at once. An API server or a folder that cannot be read yet is tried again until {@link
     * #close}.
     *
     * @param workers start and supervise its threads
     */
    void start(Workers workers);

    /** Ends its threads and connections. After the return no call to the tracker follows. */
    @Override
    void close();
}
