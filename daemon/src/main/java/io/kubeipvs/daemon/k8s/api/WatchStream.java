package io.kubeipvs.daemon.k8s.api;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** The events of one open watch, as JSON texts in order. For one thread. */
interface WatchStream extends AutoCloseable {
    /**
     * Waits for the next event; null when the server ended the watch in good order.
     *
     * @throws SocketTimeoutException when none came within the patience given
     * @throws IOException when the connection was lost
     */
    String next(Duration patience) throws IOException, InterruptedException;

    /** Ends the connection. */
    @Override
    void close();

    /** Opens watches. */
    interface Opener {
        /**
         * Returns once the server accepted the watch.
         *
         * @throws ApiStatusException when it refused
         * @throws IOException when it could not be reached
         */
        WatchStream open(URI uri) throws IOException, InterruptedException;
    }
}
