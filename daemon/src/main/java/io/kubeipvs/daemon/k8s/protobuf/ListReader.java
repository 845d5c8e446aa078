package io.kubeipvs.daemon.k8s.protobuf;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.function.Consumer;

/** Reads a page of a list while it arrives: one object is in memory at a time. */
public final class ListReader {
    private ListReader() {}

    /**
     * The metadata of a page.
     *
     * @param version of the list; empty = the server sent none
     * @param next the token of the next page; empty = this is the last one
     */
    public record Head(String version, String next) {}

    /**
     * Reads a page to its end.
     *
     * @param items receives each object as soon as it was read: maps, lists, texts, numbers, booleans, and times as {@link
     *     java.time.Instant}
     * @throws com.google.protobuf.InvalidProtocolBufferException when it is no list, or is not whole
     * @throws IOException when it cannot be received
     */
    public static Head read(InputStream page, Consumer<Map<String, Object>> items) throws IOException {
        return new ObjectReader(CodedInputStream.newInstance(page)).list(items);
    }
}
