package io.kubeipvs.core.plan;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The real servers that leave and may have connections: since when each does, and which of them were seen without any.
 * Kept in memory only: after a restart the kernel's unwanted servers begin to drain anew. Used by one thread.
 */
public final class Draining {
    private final Map<VirtualServer.Key, Map<RealServer.Key, Instant>> since = new HashMap<>();
    private final Map<VirtualServer.Key, Set<RealServer.Key>> idle = new HashMap<>();

    /** These servers of a virtual server drain, and no others; one that did not before begins now. */
    void put(VirtualServer.Key virtualServer, List<RealServer> servers, Instant now) {
        List<RealServer.Key> keys = servers.stream().map(RealServer::key).toList();
        keys.forEach(server ->
                since.computeIfAbsent(virtualServer, key -> new HashMap<>()).putIfAbsent(server, now));
        retain(virtualServer, keys);
    }

    /** Forgets the servers of a virtual server that are not among these. */
    public void retain(VirtualServer.Key virtualServer, Collection<RealServer.Key> servers) {
        since.computeIfPresent(virtualServer, (key, draining) -> {
            draining.keySet().retainAll(servers);
            return draining.isEmpty() ? null : draining;
        });
    }

    /** This server gets no new connections, and had none: it may go. Holds until {@link #forgetIdle}. */
    public void sawIdle(VirtualServer.Key virtualServer, RealServer.Key server) {
        idle.computeIfAbsent(virtualServer, key -> new HashSet<>()).add(server);
    }

    /** What was seen may be so no more. */
    public void forgetIdle() {
        idle.clear();
    }

    /**
     * Whether a server that leaves may go: it never had to drain, or was seen idle, or has had its time.
     *
     * @param timeout how long it may drain, 0 = as long as it has connections
     */
    boolean isOver(VirtualServer.Key virtualServer, RealServer.Key server, Instant now, Duration timeout) {
        Instant begun = since.getOrDefault(virtualServer, Map.of()).get(server);
        return begun == null
                || idle.getOrDefault(virtualServer, Set.of()).contains(server)
                || !timeout.isZero() && !now.isBefore(begun.plus(timeout));
    }

    /** Whether a server of this virtual server drains and may not {@link #isOver go} yet. */
    boolean isDraining(VirtualServer.Key virtualServer, Instant now, Duration timeout) {
        return since.getOrDefault(virtualServer, Map.of()).keySet().stream()
                .anyMatch(server -> !isOver(virtualServer, server, now, timeout));
    }

    /** The virtual servers of which a server drains; a copy. */
    public Set<VirtualServer.Key> virtualServers() {
        return Set.copyOf(since.keySet());
    }

    /** How many real servers drain; one that leaves two virtual servers counts twice. */
    public int count() {
        return since.values().stream().mapToInt(Map::size).sum();
    }

    /** When the last one to begin began; empty when none drains. */
    public Optional<Instant> lastBegun() {
        return since.values().stream()
                .flatMap(draining -> draining.values().stream())
                .max(Instant::compareTo);
    }
}
