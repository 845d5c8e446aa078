package io.kubeipvs.daemon.k8s.api;

/** Receives the events of the watches, for metrics. Does nothing by default. Called from several threads. */
public interface WatchObserver {
    /** Does nothing. */
    WatchObserver NONE = new WatchObserver() {};

    /** Why a watch came to its end. */
    enum Reason {
        /** The server ended it, as it does every few minutes. */
        ENDED,
        /** The connection was lost, or the server reported an error. */
        BROKEN,
        /** Nothing came for too long, although bookmarks came before. */
        HUNG,
        /** Nothing came for too long, and no bookmarks before. A server need not send them: this is no fault. */
        QUIET,
        /** The server refused the version, lost it, or sent text that cannot be read: all objects are listed again. */
        EXPIRED
    }

    /**
     * A watch that was open is over and will be opened again.
     *
     * @param kind {@code Service} or {@code EndpointSlice}
     */
    default void watchOver(String kind, Reason reason) {}

    /**
     * A full list was read; the first one at start counts too.
     *
     * @param records how many objects of it are in force
     */
    default void listed(String kind, int records) {}

    /** A watch was opened, just now. */
    default void opened(String kind) {}

    /** An event or a bookmark came, just now. */
    default void received(String kind) {}
}
