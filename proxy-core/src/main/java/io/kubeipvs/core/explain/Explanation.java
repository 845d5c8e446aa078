package io.kubeipvs.core.explain;

import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The explanation of one packet.
 *
 * @param packet from whom and whereto
 * @param path its way
 * @param endpoints the endpoints that do not get it
 * @param wish the kernel objects that decide about it
 */
public record Explanation(Packet packet, PacketPath path, Endpoints endpoints, Wish wish) {
    /**
     * A packet.
     *
     * @param client from whom
     * @param to whereto
     * @param owner the Service of that address and port; empty without one
     */
    public record Packet(KnownClient client, VirtualServer.Key to, Optional<Owner> owner) {}

    /**
     * The endpoints of the Service that get no new connections of this client.
     *
     * @param unselected those that were not selected, in the order of their addresses, and why, as the end of a
     *     sentence
     * @param draining removed ones that keep their connections
     * @param others the clients at other places whose packets end differently
     */
    public record Endpoints(Map<RealServer.Key, String> unselected, List<Draining> draining, List<Other> others) {}

    /**
     * A removed real server that keeps its connections.
     *
     * @param server the real server
     * @param since for how long
     * @param limit the longest time, 0 = as long as it has connections
     */
    public record Draining(RealServer.Key server, Duration since, Duration limit) {}

    /** A client at another place, and the way of its packet. */
    public record Other(KnownClient client, PacketPath path) {}
}
