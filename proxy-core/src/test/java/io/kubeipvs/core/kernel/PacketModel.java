package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers what happens to a packet, the first of a connection or a later one, given what the kernel holds. */
public final class PacketModel {
    /** Where a packet can end. */
    public enum Fate {
        /** The address is not on this node: routed away. */
        NOT_LOCAL,
        /** The address is on this node but no virtual server has the port: the node's own ports see it. */
        NODE,
        /** A virtual server without a usable real server: an ICMP error at once. */
        REFUSED,
        /** One of the real servers gets it. */
        SERVED
    }

    private final KernelState state;
    private final Set<Ip> nodeAddresses;

    /** @param nodeAddresses those on the node's other links */
    public PacketModel(KernelState state, Set<Ip> nodeAddresses) {
        this.state = state;
        this.nodeAddresses = nodeAddresses;
    }

    /** What happens to a new connection to this address and port. */
    public Fate fate(Ip vip, int port, Protocol protocol) {
        if (!state.vips().contains(vip) && !nodeAddresses.contains(vip)) {
            return Fate.NOT_LOCAL;
        }
        if (!state.frontends().containsKey(new VirtualServer.Key(vip, port, protocol))) {
            return Fate.NODE;
        }
        return servers(vip, port, protocol).isEmpty() ? Fate.REFUSED : Fate.SERVED;
    }

    /** Whether an established connection's packets still get through, in both directions. */
    public boolean goesOn(Connection connection) {
        Frontend frontend = state.frontends().get(connection.virtualServer());
        return state.vips().contains(connection.virtualServer().vip())
                && frontend != null
                && frontend.realServers().containsKey(connection.realServer());
    }

    /** The real servers that may get it. */
    public Set<RealServer.Key> servers(Ip vip, int port, Protocol protocol) {
        Frontend frontend = state.frontends().get(new VirtualServer.Key(vip, port, protocol));
        return frontend == null
                ? Set.of()
                : frontend.realServers().values().stream()
                        .filter(server -> server.weight() > 0)
                        .map(RealServer::key)
                        .collect(Collectors.toSet());
    }
}
