package io.kubeipvs.daemon.sync;

/** Told by the sync thread what happened; must return quickly. */
public interface SyncListener {
    /** A round ended, well or not. */
    void synced(SyncReport report);

    /** The kernel could not be reached; it is tried again. */
    void unreachable();
}
