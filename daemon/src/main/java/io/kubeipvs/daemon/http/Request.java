package io.kubeipvs.daemon.http;

import java.net.InetAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * The head of a request.
 *
 * @param method in upper case, as it was sent
 * @param path without query, as it was sent
 * @param query the text after the question mark, as it was sent; "" without one
 * @param accept the header {@code Accept}, several joined by commas; "" without one
 * @param host the header {@code Host}, several joined by commas; "" without one
 * @param client the address from which the connection comes
 */
public record Request(String method, String path, String query, String accept, String host, InetAddress client) {
    private static final int BAD_REQUEST = 400;
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final String SCHEME = "://";

    /** A head that is no request of HTTP/1. */
    static final class MalformedException extends Exception {
        private static final long serialVersionUID = 1;

        private final int status;

        MalformedException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** The code of the answer. */
        int status() {
            return status;
        }
    }

    /**
     * Reads one.
     *
     * @param head the lines before the empty one
     */
    static Request of(String head, InetAddress client) throws MalformedException {
        String[] lines = head.split("\r?\n");
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || words[0].isEmpty() || words[1].isEmpty() || !words[2].startsWith("HTTP/")) {
            throw new MalformedException(BAD_REQUEST, "the first line is not METHOD PATH HTTP/1.1");
        }
        if (!words[2].startsWith("HTTP/1.")) {
            throw new MalformedException(VERSION_NOT_SUPPORTED, "only HTTP/1.1 and HTTP/1.0 are served");
        }
        return new Request(
                words[0], path(words[1]), query(words[1]), header("accept:", lines), header("host:", lines), client);
    }

    /** A proxy sends the whole address. */
    private static String path(String target) {
        String path = target.split("[?#]", 2)[0];
        int scheme = path.indexOf(SCHEME);
        if (scheme < 0 || path.startsWith("/")) {
            return path;
        }
        int slash = path.indexOf('/', scheme + SCHEME.length());
        return slash < 0 ? "/" : path.substring(slash);
    }

    private static String query(String target) {
        String[] parts = target.split("#", 2)[0].split("\\?", 2);
        return parts.length == 1 ? "" : parts[1];
    }

    /** @param name in lower case, with its colon */
    private static String header(String name, String... lines) {
        StringBuilder all = new StringBuilder();
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith(name)) {
                all.append(all.length() == 0 ? "" : ",")
                        .append(line.substring(name.length()).trim());
            }
        }
        return all.toString();
    }

    /** The first value of a parameter of the query; "" without one, or if its value cannot be decoded. */
    public String parameter(String name) {
        for (String pair : query.split("&")) {
            if (pair.startsWith(name + "=")) {
                return decoded(pair.substring(name.length() + 1));
            }
        }
        return "";
    }

    private static String decoded(String value) {
        try {
            return URLDecoder.decode(value, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isServed() {
        return isHead() || method.equals("GET");
    }
}
