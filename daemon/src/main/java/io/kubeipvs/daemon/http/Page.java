package io.kubeipvs.daemon.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * An answer over HTTP.
 *
 * @param status the code, 200 = well
 * @param contentType the type of the body, in HTTP's words
 * @param body the text, sent as UTF-8
 * @param headers further headers, value by name
 */
public record Page(int status, String contentType, String body, Map<String, String> headers) {
    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<Integer, String> PHRASES = Map.of(
            200, "OK",
            400, "Bad Request",
            403, "Forbidden",
            404, "Not Found",
            405, "Method Not Allowed",
            431, "Request Header Fields Too Large",
            500, "Internal Server Error",
            503, "Service Unavailable",
            505, "HTTP Version Not Supported");

    public Page {
        headers = Map.copyOf(headers);
    }

    /** Without further headers. */
    public Page(int status, String contentType, String body) {
        this(status, contentType, body, Map.of());
    }

    /** Plain text, with code 200. */
    public static Page text(String body) {
        return new Page(200, TEXT, body);
    }

    /** JSON with this code. */
    public static Page json(int status, String body) {
        return new Page(status, "application/json", body);
    }

    static Page notFound() {
        return new Page(404, TEXT, "404 page not found\n");
    }

    static Page methodNotAllowed() {
        return new Page(405, TEXT, "405 only GET and HEAD are served\n").withHeader("Allow", "GET, HEAD");
    }

    static Page failed() {
        return new Page(500, TEXT, "500 the page could not be made; the log states why\n");
    }

    /** A request that is not answered for this reason, with this code. */
    public static Page refused(int status, String why) {
        return new Page(status, TEXT, status + " " + why + "\n");
    }

    /** The same with one more header. */
    public Page withHeader(String name, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(name, value);
        return new Page(status, contentType, body, more);
    }

    /** The bytes of the answer. The connection is closed after each. */
    ByteBuffer encoded(boolean withBody) {
        byte[] content = body.getBytes(StandardCharsets.UTF_8);
        StringBuilder head = new StringBuilder("HTTP/1.1 " + status + " " + PHRASES.getOrDefault(status, "") + "\r\n");
        new TreeMap<>(headers).forEach((name, value) -> line(head, name, value));
        line(head, "Content-Type", contentType);
        line(head, "X-Content-Type-Options", "nosniff");
        line(head, "Content-Length", Integer.toString(content.length));
        line(head, "Connection", "close");
        line(head, "Date", DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
        byte[] first = head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer all = ByteBuffer.allocate(first.length + (withBody ? content.length : 0));
        all.put(first);
        if (withBody) {
            all.put(content);
        }
        return all.flip();
    }

    private static void line(StringBuilder head, String name, String value) {
        head.append(name).append(": ").append(value).append("\r\n");
    }
}
