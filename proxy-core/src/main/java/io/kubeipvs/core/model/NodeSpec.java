package io.kubeipvs.core.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What Kubernetes says of a node.
 *
 * @param name its name
 * @param zone the label {@code topology.kubernetes.io/zone}, "" without it
 * @param addresses its internal addresses, then its external ones, each in the object's order
 * @param podCidrs the ranges that its pods have addresses of
 * @param leaving whether it is about to be taken out of the cluster, so that load balancers should send nothing new
 */
public record NodeSpec(String name, String zone, List<Ip> addresses, List<Cidr> podCidrs, boolean leaving) {
    public NodeSpec {
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
    }

    /** A node that stays. */
    public NodeSpec(String name, String zone, List<Ip> addresses, List<Cidr> podCidrs) {
        this(name, zone, addresses, podCidrs, false);
    }

    /** The same node, about to leave or not. */
    public NodeSpec leaving(boolean isLeaving) {
        return new NodeSpec(name, zone, addresses, podCidrs, isLeaving);
    }

    /** A node of which nothing is known but its name. */
    public static NodeSpec named(String name) {
        return new NodeSpec(name, "", List.of(), List.of());
    }

    /** This node, with this address before all others. */
    public NodeSpec withFirst(Ip address) {
        List<Ip> reordered = new ArrayList<>(List.of(address));
        reordered.addAll(addresses);
        return new NodeSpec(name, zone, reordered, podCidrs);
    }

    /** The address that stands for it: the first of this family. */
    public Optional<Ip> primary(Family family) {
        return addresses.stream().filter(ip -> ip.family() == family).findFirst();
    }
}
