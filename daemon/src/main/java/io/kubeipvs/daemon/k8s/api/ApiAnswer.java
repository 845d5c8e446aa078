package io.kubeipvs.daemon.k8s.api;

import java.io.IOException;
import java.util.function.Consumer;

/** One answer of the API server, read while it arrives: one object is in memory at a time. For one thread. */
interface ApiAnswer extends AutoCloseable {
    /** The type of an answer in protobuf; a watch has a parameter behind it. */
    String PROTOBUF = "application/vnd.kubernetes.protobuf";

    /** An answer with this body, which is closed with it. */
    static ApiAnswer of(ApiBody body) {
        boolean isProtobuf = body.type() != null && body.type().startsWith(PROTOBUF);
        return isProtobuf ? new ProtobufAnswer(body.bytes()) : new JsonAnswer(body.bytes());
    }

    /** States that an answer is not what an API server sends. */
    final class MalformedException extends IOException {
        private static final long serialVersionUID = 1L;

        MalformedException(String problem, Throwable cause) {
            super(problem, cause);
        }
    }

    /**
     * An event of a watch.
     *
     * @param type for instance ADDED
     */
    record Event(String type, ApiObject object) {}

    /**
     * A page of a list.
     *
     * @param version of the list
     * @param next the token of the next page, null = this is the last one
     */
    record Page(String version, String next) {}

    /**
     * Waits for the next event of a watch; null when the server ended the watch.
     *
     * @throws MalformedException when what came is not an event
     */
    Event event() throws IOException;

    /**
     * Reads a page of a list.
     *
     * @param items receives each object as soon as it was read
     * @throws MalformedException when it is not a list, or is not whole
     */
    Page page(Consumer<ApiObject> items) throws IOException;

    /** Ends the connection too, if the answer is not at its end. */
    @Override
    void close() throws IOException;
}
