package io.kubeipvs.core.model;

import java.util.List;

/**
 * Who may ask a load balancer's VIP ({@code loadBalancerSourceRanges}). A list that names ranges of one family only
 * leaves nobody of the other in: whoever wrote it meant to restrict. kube-proxy lets everybody of the other in.
 *
 * @param ranges the allowed sources; empty = everybody
 */
public record SourceRanges(List<Cidr> ranges) {
    /** Everybody. */
    public static final SourceRanges EVERYBODY = new SourceRanges(List.of());

    public SourceRanges {
        ranges = List.copyOf(ranges);
    }

    /** Whether everybody of this family may ask: nothing is said at all, or a range is the whole family. */
    public boolean isOpen(Family family) {
        return ranges.isEmpty() || of(family).stream().anyMatch(Cidr::isEverything);
    }

    /** The ranges of this family, in the order in which they were given. */
    public List<Cidr> of(Family family) {
        return ranges.stream().filter(range -> range.family() == family).toList();
    }

    /** Whether this address may ask. */
    public boolean allows(Ip source) {
        return isOpen(source.family()) || ranges.stream().anyMatch(range -> range.contains(source));
    }
}
