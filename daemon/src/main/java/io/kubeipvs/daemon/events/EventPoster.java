package io.kubeipvs.daemon.events;

import java.io.IOException;

/** Where Events are kept. */
public interface EventPoster {
    /**
     * Creates the Event, or, of a series, moves the one with its name on.
     *
     * @throws IOException with one line that says why it could not be
     */
    void post(Posting posting) throws IOException;
}
