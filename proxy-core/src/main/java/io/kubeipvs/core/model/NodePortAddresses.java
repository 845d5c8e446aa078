package io.kubeipvs.core.model;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which of the node's own addresses have node ports ({@code nodePortAddresses}). A family without a range has them on
 * all addresses.
 *
 * @param primary whether they are only on the primary address of each family; ranges do not count then
 * @param ranges the ranges of addresses with node ports
 */
public record NodePortAddresses(boolean primary, List<Cidr> ranges) {
    /** On every address. */
    public static final NodePortAddresses ALL = in(List.of());

    /** On the node's primary address of each family. */
    public static final NodePortAddresses PRIMARY = new NodePortAddresses(true, List.of());

    public NodePortAddresses {
        ranges = List.copyOf(ranges);
    }

    /** On the addresses in these ranges. */
    public static NodePortAddresses in(List<Cidr> ranges) {
        return new NodePortAddresses(false, ranges);
    }

    /** The addresses of this node that have node ports. */
    public Set<Ip> of(NodeView node) {
        return node.addresses().stream()
                .filter(ip -> primary ? isPrimary(ip, node.node()) : isInRange(ip))
                .collect(Collectors.toUnmodifiableSet());
    }

    private static boolean isPrimary(Ip ip, NodeSpec node) {
        return node.primary(ip.family()).equals(Optional.of(ip));
    }

    private boolean isInRange(Ip ip) {
        List<Cidr> ofFamily =
                ranges.stream().filter(range -> range.family() == ip.family()).toList();
        return ofFamily.isEmpty() || ofFamily.stream().anyMatch(range -> range.contains(ip));
    }
}
