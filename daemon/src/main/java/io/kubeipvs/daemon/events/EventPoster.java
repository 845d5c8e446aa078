package io.kubeipvs.daemon.events;

import java.io.IOException;

/** Posts Events to the API server. */
public interface EventPoster {
    /**
     * Creates the Event, or updates the one with its name if it is a series.
     *
     * @throws IOException with one line: the cause
     */
    void post(Posting posting) throws IOException;
}
