package io.kubeipvs.netlink.conntrack;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import java.util.Objects;

/** One direction of a flow: what its packets have in their headers. */
public record FlowTuple(Address source, Address destination, FlowProtocol protocol) {
    public FlowTuple {
        Objects.requireNonNull(protocol);
        if (source.family() != destination.family()) {
            throw new IllegalArgumentException(source + " and " + destination + " are of two families");
        }
    }

    /** A tuple of a protocol with ports. */
    public static FlowTuple ports(
            int protocol, Address source, int sourcePort, Address destination, int destinationPort) {
        return new FlowTuple(source, destination, new FlowProtocol.Ports(protocol, sourcePort, destinationPort));
    }

    /** The family of both addresses. */
    public Family family() {
        return source.family();
    }
}
