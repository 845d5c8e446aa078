package io.kubeipvs.core.drain;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The draining real servers: since when each drains, which of them have no connections, and when the connections of each
 * virtual server are counted next. Planning only reads it; the end of a round changes it ({@link #set},
 * {@link #forgetCounts}). A restarted program continues the drains of the former one ({@link #restore}). Used by one
 * thread.
 */
public final class Drains {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final EndpointNodes nodes;
    private final Map<VirtualServer.Key, Map<RealServer.Key, Instant>> since = new HashMap<>();
    /** The drains of an earlier run, until their virtual server is planned for the first time. */
    private final Map<VirtualServer.Key, Map<RealServer.Key, Instant>> earlier = new HashMap<>();

    private Map<VirtualServer.Key, Set<RealServer.Key>> idle = new HashMap<>();
    private final Map<VirtualServer.Key, Instant> nextCount = new HashMap<>();
    /** The same, earliest first. */
    private final TreeMap<Instant, Set<VirtualServer.Key>> order = new TreeMap<>();

    /** The time limits that Services chose, of their virtual servers; they outlive the Service. */
    private final Map<VirtualServer.Key, Duration> limits = new HashMap<>();

    private int count;
    private long changes;

    /** @param nodes those of the endpoints */
    public Drains(EndpointNodes nodes) {
        this.nodes = nodes;
    }

    /** Continues these drains of an earlier run. {@link #adopt} follows. */
    public void restore(List<Drain> drains) {
        drains.forEach(drain -> earlier.computeIfAbsent(drain.virtualServer(), key -> new HashMap<>())
                .put(drain.server(), drain.since()));
    }

    /** Ends the drains of an earlier run whose server the kernel does not have with weight 0. */
    public void adopt(Reality reality) {
        earlier.forEach((key, servers) -> servers.keySet().removeIf(server -> {
            RealServer actual = reality.realServers(key).get(server);
            return actual == null || !actual.isQuiet();
        }));
        earlier.values().removeIf(Map::isEmpty);
        changes++;
    }

    /** All drains; a copy. */
    public List<Drain> all() {
        List<Drain> all = new ArrayList<>(count);
        earlier.forEach((key, servers) -> servers.forEach((server, start) -> all.add(new Drain(key, server, start))));
        since.forEach((key, servers) -> servers.forEach((server, start) -> all.add(new Drain(key, server, start))));
        return all;
    }

    /** Since when each draining server of a virtual server drains; a copy. */
    public Map<RealServer.Key, Instant> of(VirtualServer.Key virtualServer) {
        return Map.copyOf(since.getOrDefault(virtualServer, earlier.getOrDefault(virtualServer, Map.of())));
    }

    /** When the longest drain began; empty = no server drains. */
    public Optional<Instant> first() {
        return since.values().stream()
                .flatMap(servers -> servers.values().stream())
                .min(Instant::compareTo);
    }

    /** How often drains began or ended. */
    public long changes() {
        return changes;
    }

    private Instant start(VirtualServer.Key virtualServer, RealServer.Key server, Instant now) {
        Instant start = since.getOrDefault(virtualServer, Map.of()).get(server);
        return start == null ? earlier.getOrDefault(virtualServer, Map.of()).getOrDefault(server, now) : start;
    }

    /**
     * Whether a removed server may be dropped: it was counted without connections, its time is over, or its node is lost
     * and the operator's choice is not to wait for such servers. The time of a server that does not drain yet starts now.
     *
     * @param timeout how long it may drain, 0 = as long as it has connections
     */
    public boolean isOver(VirtualServer.Key virtualServer, RealServer.Key server, Instant now, Duration timeout) {
        Instant start = start(virtualServer, server, now);
        boolean isTimedOut = !timeout.isZero() && !now.isBefore(start.plus(timeout));
        return isTimedOut
                || nodes.isLost(server.address())
                || idle.getOrDefault(virtualServer, Set.of()).contains(server);
    }

    /**
     * Takes over the time limit of a virtual server. That of one that no Service wants any more stays as long as the kernel
     * has it.
     */
    public void keepLimit(Optional<Frontend> wanted, VirtualServer.Key virtualServer, Reality reality) {
        Optional<Duration> chosen = wanted.flatMap(Frontend::drainTimeout);
        if (chosen.isPresent()) {
            limits.put(virtualServer, chosen.get());
        } else if (wanted.isPresent() || reality.virtualServer(virtualServer).isEmpty()) {
            limits.remove(virtualServer);
        }
    }

    /** The time limit that the Service of this virtual server chose, or had chosen when it was deleted; empty = the default. */
    public Optional<Duration> limit(VirtualServer.Key virtualServer) {
        return Optional.ofNullable(limits.get(virtualServer));
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
     * Counts the connections of the draining servers whose time has come. A quiet server without connections may be
     * dropped in this round. Returns the virtual servers that were counted.
     *
     * @throws io.kubeipvs.core.kernel.KernelUnavailableException when the kernel could not be read
     */
    public Set<VirtualServer.Key> countConnections(Kernel kernel, Reality reality, Instant now) {
        Set<VirtualServer.Key> due = new HashSet<>();
        order.headMap(now, true).values().forEach(due::addAll);
        due.forEach(key -> schedule(key, now));
        for (VirtualServer.Key key : due) {
            Map<RealServer.Key, Integer> connections = kernel.connections(key);
            reality.realServers(key).values().stream()
                    .filter(server -> server.isQuiet() && Objects.equals(connections.get(server.key()), 0))
                    .forEach(server ->
                            idle.computeIfAbsent(key, k -> new HashSet<>()).add(server.key()));
        }
        return due;
    }

    /** These servers of a virtual server drain and no others. One that did not drain before begins now. */
    public void set(VirtualServer.Key virtualServer, Set<RealServer.Key> servers, Instant now) {
        Map<RealServer.Key, Instant> before = since.getOrDefault(virtualServer, Map.of());
        if (servers.equals(before.keySet())) {
            changes += earlier.remove(virtualServer) == null ? 0 : 1;
            return;
        }
        Map<RealServer.Key, Instant> after = new HashMap<>();
        servers.forEach(server -> after.put(server, start(virtualServer, server, now)));
        earlier.remove(virtualServer);
        changes++;
        count += after.size() - before.size();
        if (after.isEmpty()) {
            since.remove(virtualServer);
        } else {
            since.put(virtualServer, after);
        }
        schedule(virtualServer, now);
    }

    /** Forgets the counted connections, because servers may have got new ones since. */
    public void forgetCounts() {
        idle = new HashMap<>();
    }

    /** When connections are counted next; {@link Instant#MAX} without a draining server. */
    public Instant nextCount() {
        return order.isEmpty() ? Instant.MAX : order.firstKey();
    }

    /**
     * Decides when the connections of a virtual server are counted next: after half the time for which the server that
     * began last has drained, at least 100 ms, at most 30 s. Long drains are counted seldom, and short ones end soon.
     */
    private void schedule(VirtualServer.Key key, Instant now) {
        Instant before = nextCount.remove(key);
        if (before != null) {
            order.computeIfPresent(before, (time, keys) -> {
                keys.remove(key);
                return keys.isEmpty() ? null : keys;
            });
        }
        since.getOrDefault(key, Map.of()).values().stream()
                .max(Instant::compareTo)
                .ifPresent(last -> {
                    Instant next = now.plus(pause(Duration.between(last, now)));
                    nextCount.put(key, next);
                    order.computeIfAbsent(next, time -> new HashSet<>()).add(key);
                });
    }

    private static Duration pause(Duration drained) {
        Duration half = drained.dividedBy(2);
        if (half.compareTo(SHORTEST_PAUSE) < 0) {
            return SHORTEST_PAUSE;
        }
        return half.compareTo(LONGEST_PAUSE) < 0 ? half : LONGEST_PAUSE;
    }
}
