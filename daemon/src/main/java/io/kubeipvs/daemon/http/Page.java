package io.kubeipvs.daemon.http;

import java.net.HttpURLConnection;

/**
 * An answer over HTTP.
 *
 * @param status the code, 200 = well
 * @param contentType the type of the body, in HTTP's words
 * @param body the text, sent as UTF-8
 */
public record Page(int status, String contentType, String body) {
    /** Plain text, with code 200. */
    public static Page text(String body) {
        return new Page(HttpURLConnection.HTTP_OK, "text/plain; charset=utf-8", body);
    }

    /** JSON with this code. */
    public static Page json(int status, String body) {
        return new Page(status, "application/json", body);
    }

    static Page notFound() {
        return new Page(HttpURLConnection.HTTP_NOT_FOUND, "text/plain; charset=utf-8", "404 page not found\n");
    }
}
