package io.kubeipvs.core.explain;

import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Set;

/**
 * The model of our packet filter and IPVS: the way of the first packet of a connection in a given state. The scenarios of
 * it-tests compare it with the kernel.
 */
public final class PacketModel {
    private final PacketState state;
    private final Set<Ip> nodeAddresses;

    /** @param nodeAddresses the addresses on the node's links, except the VIPs on the dummy link */
    public PacketModel(PacketState state, Set<Ip> nodeAddresses) {
        this.state = state;
        this.nodeAddresses = nodeAddresses;
    }

    /** The way of a new connection of this client to the address and port of a key, which has no mark. */
    public PacketPath connect(Client client, VirtualServer.Key key) {
        return new Walk(state, nodeAddresses, client, key).path();
    }
}
