package io.kubeipvs.core.model;

import java.util.List;
import java.util.Optional;

/**
 * What Kubernetes says of a node.
 *
 * @param name its name
 * @param zone the label {@code topology.kubernetes.io/zone}, "" without it
 * @param addresses its internal addresses, then its external ones, each in the object's order
 * @param podCidrs the ranges that its pods have addresses of
 */
public record NodeSpec(String name, String zone, List<Ip> addresses, List<Cidr> podCidrs) {
    public NodeSpec {
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
    }

    /** A node of which nothing is known but its name. */
    public static NodeSpec named(String name) {
        return new NodeSpec(name, "", List.of(), List.of());
    }

    /** The address that stands for it: the first of this family. */
    public Optional<Ip> primary(Family family) {
        return addresses.stream().filter(ip -> ip.family() == family).findFirst();
    }
}
