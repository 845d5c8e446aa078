package io.kubeipvs.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A Node object, as far as a service proxy needs it.
 *
 * @param name its name
 * @param zone the label {@code topology.kubernetes.io/zone}, "" without it
 * @param addresses its internal addresses, then its external ones, each in the object's order
 * @param podCidrs the ranges of the addresses of its pods
 * @param toBeDeleted whether it will be removed from the cluster, so that load balancers should send no new connections
 * @param unreachable whether the cluster lost contact to it, and it is not ready
 */
public record NodeSpec(
        String name, String zone, List<Ip> addresses, List<Cidr> podCidrs, boolean toBeDeleted, boolean unreachable) {
    public NodeSpec {
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
    }

    /** A node with this name and nothing else. */
    public static NodeSpec named(String name) {
        return new NodeSpec(name, "", List.of(), List.of(), false, false);
    }

    /** This node in another zone. */
    public NodeSpec withZone(String other) {
        return new NodeSpec(name, other, addresses, podCidrs, toBeDeleted, unreachable);
    }

    /** This node with other addresses. */
    public NodeSpec withAddresses(List<Ip> others) {
        return new NodeSpec(name, zone, others, podCidrs, toBeDeleted, unreachable);
    }

    /** This node with this address before all others. */
    public NodeSpec withFirst(Ip address) {
        List<Ip> reordered = new ArrayList<>(List.of(address));
        reordered.addAll(addresses);
        return withAddresses(reordered);
    }

    /** This node with other ranges of pods. */
    public NodeSpec withPodCidrs(List<Cidr> others) {
        return new NodeSpec(name, zone, addresses, others, toBeDeleted, unreachable);
    }

    /** This node, to be deleted or not. */
    public NodeSpec withToBeDeleted(boolean isToBeDeleted) {
        return new NodeSpec(name, zone, addresses, podCidrs, isToBeDeleted, unreachable);
    }

    /** This node, with contact to the cluster or without. */
    public NodeSpec withUnreachable(boolean isUnreachable) {
        return new NodeSpec(name, zone, addresses, podCidrs, toBeDeleted, isUnreachable);
    }

    /** The node's primary address: the first of this family. */
    public Optional<Ip> primary(Family family) {
        return addresses.stream().filter(ip -> ip.family() == family).findFirst();
    }
}
