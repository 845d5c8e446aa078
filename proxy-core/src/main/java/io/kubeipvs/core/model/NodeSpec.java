package io.kubeipvs.core.model;

import io.kubeipvs.core.options.ServiceOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Node object, as far as a service proxy needs it.
 *
 * @param name its name
 * @param zone the label {@code topology.kubernetes.io/zone}, "" without it
 * @param addresses its internal addresses, then its external ones, each in the object's order
 * @param podCidrs the ranges of the addresses of its pods
 * @param toBeDeleted whether it will be removed from the cluster, so that load balancers should send no new connections
 * @param labels its labels; only this node's are needed
 * @param options the choices of its annotations
 * @param unreachable whether the cluster lost contact to it, and it is not ready
 */
public record NodeSpec(
        String name,
        String zone,
        List<Ip> addresses,
        List<Cidr> podCidrs,
        Map<String, String> labels,
        ServiceOptions options,
        boolean toBeDeleted,
        boolean unreachable) {
    public NodeSpec {
        addresses = List.copyOf(addresses);
        podCidrs = List.copyOf(podCidrs);
        labels = Map.copyOf(labels);
    }

    /** A node with this name and nothing else. */
    public static NodeSpec named(String name) {
        return new NodeSpec(name, "", List.of(), List.of(), Map.of(), ServiceOptions.NONE, false, false);
    }

    /** This node in another zone. */
    public NodeSpec withZone(String other) {
        return new NodeSpec(name, other, addresses, podCidrs, labels, options, toBeDeleted, unreachable);
    }

    /** This node with other addresses. */
    public NodeSpec withAddresses(List<Ip> others) {
        return new NodeSpec(name, zone, others, podCidrs, labels, options, toBeDeleted, unreachable);
    }

    /** This node with this address before all others. */
    public NodeSpec withFirst(Ip address) {
        List<Ip> reordered = new ArrayList<>(List.of(address));
        reordered.addAll(addresses);
        return withAddresses(reordered);
    }

    /** This node with other ranges of pods. */
    public NodeSpec withPodCidrs(List<Cidr> others) {
        return new NodeSpec(name, zone, addresses, others, labels, options, toBeDeleted, unreachable);
    }

    /** This node with other labels. */
    public NodeSpec withLabels(Map<String, String> others) {
        return new NodeSpec(name, zone, addresses, podCidrs, others, options, toBeDeleted, unreachable);
    }

    /** This node with other options. */
    public NodeSpec withOptions(ServiceOptions others) {
        return new NodeSpec(name, zone, addresses, podCidrs, labels, others, toBeDeleted, unreachable);
    }

    /** This node after this earlier state of it: an option without a usable value keeps its former one. */
    public NodeSpec after(NodeSpec before) {
        ServiceOptions after = options.after(before.options);
        return after == options ? this : withOptions(after);
    }

    /** This node, to be deleted or not. */
    public NodeSpec withToBeDeleted(boolean isToBeDeleted) {
        return new NodeSpec(name, zone, addresses, podCidrs, labels, options, isToBeDeleted, unreachable);
    }

    /** This node, with contact to the cluster or without. */
    public NodeSpec withUnreachable(boolean isUnreachable) {
        return new NodeSpec(name, zone, addresses, podCidrs, labels, options, toBeDeleted, isUnreachable);
    }

    /** The node's primary address: the first of this family. */
    public Optional<Ip> primary(Family family) {
        return addresses.stream().filter(ip -> ip.family() == family).findFirst();
    }
}
