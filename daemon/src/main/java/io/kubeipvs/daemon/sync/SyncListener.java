package io.kubeipvs.daemon.sync;

/** Is notified by the sync thread after each round. */
@FunctionalInterface
public interface SyncListener {
    /** A round ended, with or without failures. Must return quickly. */
    void roundEnded(SyncReport report);
}
