package io.kubeipvs.daemon.servercheck;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Sends a request over a connection and receives the answer, never waiting. */
interface Wire {
    /** Proceeds with the request as far as possible. */
    void send() throws IOException;

    /** Receives more of the answer. Returns the number of bytes; 0 = none yet, -1 = the server closed. */
    int receive(ByteBuffer into) throws IOException;

    /** The event that it waits for: an operation of {@link java.nio.channels.SelectionKey}. */
    int interest();
}
