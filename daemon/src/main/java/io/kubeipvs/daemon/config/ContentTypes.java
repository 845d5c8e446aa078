package io.kubeipvs.daemon.config;

import java.util.Arrays;
import java.util.List;

/**
 * The types in which an API server may send objects, as kube-proxy's file has them.
 *
 * @param preferred {@code clientConnection.contentType}
 * @param accepted {@code clientConnection.acceptContentTypes}, the header {@code Accept}; empty = the preferred one, or JSON
 */
public record ContentTypes(String preferred, String accepted) {
    /** Fields have numbers instead of names. */
    public static final String PROTOBUF = "application/vnd.kubernetes.protobuf";

    /** The type that every server has. */
    public static final String JSON = "application/json";

    /** Protobuf, as kube-proxy has it, or JSON from a server without it. */
    public static final ContentTypes DEFAULT = new ContentTypes(PROTOBUF, "");

    private static final List<String> READABLE = List.of(PROTOBUF, JSON, "application/*", "*/*");

    /** The same with another preferred type. */
    public ContentTypes withPreferred(String type) {
        return new ContentTypes(type, accepted);
    }

    /** The same with another header. */
    public ContentTypes withAccepted(String types) {
        return new ContentTypes(preferred, types);
    }

    /** The value of the header {@code Accept}: the types that this program reads, the best one first. */
    public String header() {
        if (!accepted.isEmpty()) {
            return String.join(",", readable(accepted));
        }
        return preferred.equals(JSON) ? JSON : preferred + "," + JSON;
    }

    /**
     * The types of a header {@code Accept} that this program reads, without parameters. A server sends the first one that it
     * has, so another program's type before them would be sent.
     */
    static List<String> readable(String header) {
        return Arrays.stream(header.split(","))
                .map(type -> type.replaceFirst(";.*", "").strip())
                .filter(READABLE::contains)
                .toList();
    }
}
