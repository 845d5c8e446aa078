package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.protobuf.ProtobufWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;

/** A watch that a client has open; the test writes its events, as lines of JSON. A client that accepts it gets protobuf. */
public final class OpenWatch {
    final String from;
    private final Socket socket;
    private final boolean isProtobuf;

    OpenWatch(Socket socket, String from, boolean isProtobuf) {
        this.socket = socket;
        this.from = from;
        this.isProtobuf = isProtobuf;
    }

    /** The version from which the client watches. */
    public long from() {
        return Long.parseLong(from);
    }

    /** A line of the watch: this happened to this object. */
    public static String event(String type, JsonNode object) {
        return "{\"type\":\"" + type + "\",\"object\":" + object + "}\n";
    }

    static String bookmark(String kind, long version) {
        return "{\"type\":\"BOOKMARK\",\"object\":{\"kind\":\"" + kind + "\",\"metadata\":{\"resourceVersion\":\""
                + version + "\"}}}\n";
    }

    /** A line of the watch: an error instead of an event. */
    public static String error(int code, String message) {
        return "{\"type\":\"ERROR\",\"object\":{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\",\"message\":\""
                + message + "\",\"code\":" + code + "}}\n";
    }

    private byte[] encoded(String lines) {
        return isProtobuf ? ProtobufWriter.events(lines) : lines.getBytes(StandardCharsets.UTF_8);
    }

    /** The events of these lines in one chunk. */
    public OpenWatch send(String lines) throws IOException {
        return send(encoded(lines));
    }

    /** The first bytes of an event in one chunk. */
    OpenWatch sendStart(int bytes, String line) throws IOException {
        return send(Arrays.copyOf(encoded(line), bytes));
    }

    /** A chunk that is no event. */
    OpenWatch sendRaw(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.UTF_8));
    }

    private OpenWatch send(byte[] chunk) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((Integer.toHexString(chunk.length) + "\r\n").getBytes(StandardCharsets.US_ASCII));
        out.write(chunk);
        out.write("\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        return this;
    }

    /** The events in chunks of so many bytes, wherever that cuts. */
    OpenWatch sendIn(int size, String lines) throws IOException {
        byte[] bytes = encoded(lines);
        for (int i = 0; i < bytes.length; i += size) {
            send(Arrays.copyOfRange(bytes, i, Math.min(bytes.length, i + size)));
        }
        return this;
    }

    /** Ends the watch in good order. */
    void end() throws IOException {
        socket.getOutputStream().write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        socket.close();
    }

    /** The connection is cut. */
    void die() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Returns once the client has closed the connection. */
    void awaitClosedByClient() throws IOException {
        socket.setSoTimeout(20_000);
        try {
            while (socket.getInputStream().read() >= 0) {
                // Nothing is expected of a client that watches.
            }
        } catch (SocketException e) {
            // Closed the hard way.
        }
    }
}
