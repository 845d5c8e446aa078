package io.kubeipvs.daemon.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The open connections of a server. A new one always finds a place: if there is none, those whose time ends first
 * are closed, which are some that wait for their clients. Used by the server's thread.
 */
final class Connections {
    private static final Logger LOG = LoggerFactory.getLogger(HttpServer.class);
    private static final Duration CHECK = Duration.ofMillis(100);
    private static final Duration BETWEEN_LINES = Duration.ofMinutes(10);

    private static final int CLOSED_AT_ONCE = 16;

    private final String name;
    private final Limits limits;
    private final Set<Connection> open = new LinkedHashSet<>();
    private long nextCheck = System.nanoTime();
    private long nextLine = System.nanoTime();

    Connections(String name, Limits limits) {
        this.name = name;
        this.limits = limits;
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    void add(Connection connection) {
        if (open.size() >= limits.connections()) {
            warn();
            closeFirst();
        }
        open.add(connection);
    }

    private void warn() {
        if (System.nanoTime() - nextLine >= 0) {
            nextLine = System.nanoTime() + BETWEEN_LINES.toNanos();
            LOG.warn(
                    "http_connections_full server={} connections={} effect=\"the oldest are closed; probes are answered\""
                            + " cause=\"clients keep connections open without a request, or send too many\"",
                    name,
                    open.size());
        }
    }

    /** Closes those whose time ends first: a few at once, because they must be looked for. */
    void closeFirst() {
        open.stream()
                .sorted(Comparator.comparingLong(each -> each.deadline() - nextCheck))
                .limit(CLOSED_AT_ONCE)
                .toList()
                .forEach(this::close);
    }

    void close(Connection connection) {
        connection.close();
        open.remove(connection);
    }

    /** Closes those whose time is over, if that was not checked just now. */
    void closeLate() {
        long now = System.nanoTime();
        if (now - nextCheck < 0) {
            return;
        }
        nextCheck = now + CHECK.toNanos();
        List<Connection> late = new ArrayList<>();
        for (Connection each : open) {
            if (now - each.deadline() >= 0) {
                late.add(each);
            }
        }
        late.forEach(this::close);
    }

    void closeAll() {
        open.forEach(Connection::close);
        open.clear();
    }
}
