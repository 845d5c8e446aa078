package io.kubeipvs.daemon.sync;

/** Is notified by the sync thread, of its begin and after each round. */
@FunctionalInterface
public interface SyncListener {
    /** Everything was listed once, or an earlier run knew it, and the first round begins. */
    default void begins() {}

    /** A round ended, with or without failures. Must return quickly. */
    void roundEnded(SyncReport report);
}
