package io.kubeipvs.daemon.k8s.api;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** The API server as far as it is needed: pages of a list, and a watch from a version on. */
final class ApiServer implements AutoCloseable {
    /** The version that stands for any state that the server has in its cache. */
    static final String ANY_VERSION = "0";

    /** The version that stands for the present state, which the server must read from its database. */
    static final String PRESENT_VERSION = "";

    private final ApiConnection connection;
    private final Watches watches;
    private final ApiTimings timings;
    private final Pauses pauses;

    /** Opens watches. */
    interface Watches {
        ApiBody open(String path, Duration patience, Duration longest) throws IOException, InterruptedException;
    }

    ApiServer(ApiConnection connection, Watches watches, ApiTimings timings) {
        this(connection, watches, timings, Pauses.REAL);
    }

    ApiServer(ApiConnection connection, Watches watches, ApiTimings timings, Pauses pauses) {
        this.connection = connection;
        this.watches = watches;
        this.timings = timings;
        this.pauses = pauses;
    }

    /** Watches as chunked HTTP. */
    static ApiServer over(ApiConnection connection, ApiTimings timings) {
        return new ApiServer(connection, connection::watch, timings);
    }

    ApiTimings timings() {
        return timings;
    }

    /** How a client of this server waits. */
    Pauses pauses() {
        return pauses;
    }

    /** Ends with a slash. */
    String url() {
        return connection.url();
    }

    /**
     * Reads the first page of a list. Follows "Semantics for get and list" of the Kubernetes API concepts. A server answers
     * from its cache if it may, and then ignores a limit.
     *
     * @param version the state that the list must have, or a later one
     * @param items receives each object as soon as it was read
     */
    ApiAnswer.Page firstPage(Kind<?, ?> kind, String version, Consumer<ApiObject> items)
            throws IOException, InterruptedException {
        boolean isKnown = !version.equals(ANY_VERSION) && !version.equals(PRESENT_VERSION);
        return page(
                kind,
                isKnown
                        // With a limit the server would read its database.
                        ? "resourceVersionMatch=NotOlderThan&resourceVersion=" + ApiConnection.encode(version)
                        : limit() + (version.equals(ANY_VERSION) ? "&resourceVersion=0" : ""),
                items);
    }

    /** Reads the page of this token. */
    ApiAnswer.Page nextPage(Kind<?, ?> kind, String token, Consumer<ApiObject> items)
            throws IOException, InterruptedException {
        return page(kind, limit() + "&continue=" + ApiConnection.encode(token), items);
    }

    /**
     * Reads all objects of a collection, of any state that the server has in its cache.
     *
     * @param path of the collection, below the server's address
     */
    void each(String path, Consumer<ApiObject> items) throws IOException, InterruptedException {
        try (ApiAnswer answer = ApiAnswer.of(connection.list(path + "?resourceVersion=" + ANY_VERSION))) {
            answer.page(items);
        }
    }

    /** The version of the server's present state, from the shortest list. */
    String presentVersion(Kind<?, ?> kind) throws IOException, InterruptedException {
        return page(kind, "limit=1", item -> {}).version();
    }

    private String limit() {
        return "limit=" + timings.pageSize();
    }

    private ApiAnswer.Page page(Kind<?, ?> kind, String which, Consumer<ApiObject> items)
            throws IOException, InterruptedException {
        try (ApiAnswer answer = ApiAnswer.of(connection.list(kind.path() + "?" + which + selectors(kind)))) {
            return answer.page(items);
        } catch (ApiStatusException e) {
            throw e.during("list", kind.resource());
        }
    }

    ApiAnswer watch(Kind<?, ?> kind, String version) throws IOException, InterruptedException {
        long shortest = timings.watch().toSeconds();
        long seconds = shortest + ThreadLocalRandom.current().nextLong(shortest + 1);
        String path = kind.path() + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + seconds
                + "&resourceVersion=" + ApiConnection.encode(version) + selectors(kind);
        try {
            return ApiAnswer.of(
                    watches.open(path, timings.idle(), timings.watch().multipliedBy(2)));
        } catch (ApiStatusException e) {
            throw e.during("watch", kind.resource());
        }
    }

    private static String selectors(Kind<?, ?> kind) {
        return selector("labelSelector", kind.labelSelector()) + selector("fieldSelector", kind.fieldSelector());
    }

    private static String selector(String parameter, String value) {
        return value.isEmpty() ? "" : "&" + parameter + "=" + ApiConnection.encode(value);
    }

    @Override
    public void close() {
        connection.close();
    }
}
