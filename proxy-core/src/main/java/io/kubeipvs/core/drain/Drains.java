package io.kubeipvs.core.drain;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;

/**
 * The draining real servers: since when each drains, which of them have no connections, and when the connections are
 * counted next. Planning only reads it; the end of a round changes it ({@link #set}, {@link #endRound}). It is kept in
 * memory only: after a restart the time of a drain starts again. Used by one thread.
 */
public final class Drains {
    private static final Duration FIRST_COUNT = Duration.ofSeconds(2);
    private static final Duration LONGEST_COUNT = Duration.ofSeconds(30);

    private final Map<VirtualServer.Key, Map<RealServer.Key, Instant>> since = new HashMap<>();
    private final Map<VirtualServer.Key, Set<RealServer.Key>> idle = new HashMap<>();
    /** The number of draining servers by the time when they began: the last time and the sum without a walk. */
    private final TreeMap<Instant, Integer> begun = new TreeMap<>();

    private int count;
    private Instant nextCount = Instant.MAX;

    /**
     * Whether a removed server may be dropped: it was counted without connections, or its time is over. The time of a
     * server that does not drain yet starts now.
     *
     * @param timeout how long it may drain, 0 = as long as it has connections
     */
    public boolean isOver(VirtualServer.Key virtualServer, RealServer.Key server, Instant now, Duration timeout) {
        Instant start = since.getOrDefault(virtualServer, Map.of()).getOrDefault(server, now);
        boolean isTimedOut = !timeout.isZero() && !now.isBefore(start.plus(timeout));
        return isTimedOut || idle.getOrDefault(virtualServer, Set.of()).contains(server);
    }

    /** Whether a server of this virtual server drains and may not {@link #isOver be dropped} yet. */
    public boolean isDraining(VirtualServer.Key virtualServer, Instant now, Duration timeout) {
        return since.getOrDefault(virtualServer, Map.of()).keySet().stream()
                .anyMatch(server -> !isOver(virtualServer, server, now, timeout));
    }

    /** The virtual servers with a draining server; a copy. */
    public Set<VirtualServer.Key> virtualServers() {
        return Set.copyOf(since.keySet());
    }

    /** The number of draining real servers. A server of two virtual servers counts twice. */
    public int count() {
        return count;
    }

    /**
     * Counts the connections of the draining servers. A quiet server without connections may be dropped in this round.
     *
     * @throws io.kubeipvs.core.kernel.KernelUnavailableException when the kernel could not be read
     */
    public void countConnections(Kernel kernel, Reality reality) {
        for (VirtualServer.Key key : since.keySet()) {
            Map<RealServer.Key, Integer> connections = kernel.connections(key);
            reality.realServers(key).values().stream()
                    .filter(server -> server.isQuiet() && Objects.equals(connections.get(server.key()), 0))
                    .forEach(server ->
                            idle.computeIfAbsent(key, k -> new HashSet<>()).add(server.key()));
        }
    }

    /** These servers of a virtual server drain and no others. One that did not drain before begins now. */
    public void set(VirtualServer.Key virtualServer, Set<RealServer.Key> servers, Instant now) {
        Map<RealServer.Key, Instant> before = since.getOrDefault(virtualServer, Map.of());
        Map<RealServer.Key, Instant> after = new HashMap<>();
        servers.forEach(server -> after.put(server, before.getOrDefault(server, now)));
        before.values().forEach(start -> begun.computeIfPresent(start, (time, n) -> n == 1 ? null : n - 1));
        after.values().forEach(start -> begun.merge(start, 1, Integer::sum));
        count += after.size() - before.size();
        if (after.isEmpty()) {
            since.remove(virtualServer);
        } else {
            since.put(virtualServer, after);
        }
    }

    /** Forgets the counted connections, because servers may have got new ones since. */
    public void endRound() {
        idle.clear();
    }

    /** Whether the connections are to be counted now. */
    public boolean isCountDue(Instant now) {
        return !now.isBefore(nextCount);
    }

    /** When the connections are counted next; {@link Instant#MAX} without a draining server. */
    public Instant nextCount() {
        return nextCount;
    }

    /** The count that is due begins: the next one comes when {@link #scheduleCount} decides. */
    public void beginCount() {
        nextCount = Instant.MAX;
    }

    /**
     * Decides when to count next: after a quarter of the time for which the last server that began has drained, at least
     * 2 s, at most 30 s. An earlier time that was decided before stays.
     */
    public void scheduleCount(Instant now) {
        if (begun.isEmpty()) {
            nextCount = Instant.MAX;
            return;
        }
        Instant next = now.plus(delay(Duration.between(begun.lastKey(), now)));
        nextCount = next.isBefore(nextCount) ? next : nextCount;
    }

    private static Duration delay(Duration drained) {
        Duration quarter = drained.dividedBy(4);
        if (quarter.compareTo(FIRST_COUNT) < 0) {
            return FIRST_COUNT;
        }
        return quarter.compareTo(LONGEST_COUNT) < 0 ? quarter : LONGEST_COUNT;
    }
}
