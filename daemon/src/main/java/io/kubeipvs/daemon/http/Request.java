package io.kubeipvs.daemon.http;

import java.util.Locale;

/**
 * The head of a request.
 *
 * @param method in upper case, as it was sent
 * @param path without query, as it was sent
 * @param accept the header {@code Accept}, several joined by commas; "" without one
 */
public record Request(String method, String path, String accept) {
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

    /** @param head the lines before the empty one */
    static Request of(String head) throws MalformedException {
        String[] lines = head.split("\r?\n");
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || words[0].isEmpty() || words[1].isEmpty() || !words[2].startsWith("HTTP/")) {
            throw new MalformedException(BAD_REQUEST, "the first line is not METHOD PATH HTTP/1.1");
        }
        if (!words[2].startsWith("HTTP/1.")) {
            throw new MalformedException(VERSION_NOT_SUPPORTED, "only HTTP/1.1 and HTTP/1.0 are served");
        }
        return new Request(words[0], path(words[1]), accept(lines));
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

    private static String accept(String[] lines) {
        StringBuilder all = new StringBuilder();
        for (String line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith("accept:")) {
                all.append(all.length() == 0 ? "" : ",")
                        .append(line.substring("accept:".length()).trim());
            }
        }
        return all.toString();
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isServed() {
        return isHead() || method.equals("GET");
    }
}
