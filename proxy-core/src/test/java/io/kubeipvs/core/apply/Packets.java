package io.kubeipvs.core.apply;

import io.kubeipvs.core.explain.Client;
import io.kubeipvs.core.explain.Fate;
import io.kubeipvs.core.explain.PacketModel;
import io.kubeipvs.core.explain.PacketState;
import io.kubeipvs.core.kernel.Connection;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** New packets of an external client, and later packets of established connections, in a state of the kernel. */
final class Packets {
    private final KernelState state;
    private final Set<Ip> nodeAddresses;

    Packets(KernelState state, Set<Ip> nodeAddresses) {
        this.state = state;
        this.nodeAddresses = nodeAddresses;
    }

    /** Whether an established connection's packets still get through, in both directions. */
    boolean goesOn(Connection connection) {
        Ip vip = connection.virtualServer().vip();
        Frontend frontend = state.frontends().get(connection.virtualServer());
        boolean arrives =
                connection.virtualServer().isByMark() || state.vips().contains(vip) || nodeAddresses.contains(vip);
        return arrives && frontend != null && frontend.realServers().containsKey(connection.realServer());
    }

    /** The real servers of this virtual server that take new connections. */
    Set<RealServer.Key> servers(VirtualServer.Key key) {
        Frontend frontend = state.frontends().get(key);
        Map<RealServer.Key, RealServer> all = frontend == null ? Map.of() : frontend.realServers();
        return all.values().stream()
                .filter(server -> !server.isQuiet())
                .map(RealServer::key)
                .collect(Collectors.toSet());
    }

    /** The end of a new connection of an external client. */
    Fate fate(VirtualServer.Key key) {
        Ip source = Ip.parse(key.vip().family().bits() == 32 ? "198.51.100.1" : "2001:db8::99");
        return new PacketModel(PacketState.of(state), nodeAddresses)
                .connect(new Client(source, "eth0"), key)
                .fate();
    }
}
