package io.kubeipvs.netlink.ipvs;

/**
 * A real server: its configuration, its traffic and its connections.
 *
 * @param activeConnections connections it serves; for TCP those that are established
 * @param inactiveConnections connections that are over or not yet established, and still remembered
 * @param persistentConnections clients that are bound to it
 */
public record IpvsDestinationState(
        IpvsDestination destination,
        int activeConnections,
        int inactiveConnections,
        int persistentConnections,
        IpvsCounters counters) {}
