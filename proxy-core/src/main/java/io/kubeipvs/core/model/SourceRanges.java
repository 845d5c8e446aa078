package io.kubeipvs.core.model;

import java.util.ArrayList;
import java.util.List;

/**
 * The clients that may connect to a load balancer's VIP ({@code loadBalancerSourceRanges}). A list with ranges of one
 * family only admits no client of the other family, because its author meant to restrict. kube-proxy admits all of them.
 *
 * @param ranges the allowed source addresses; empty = all
 */
public record SourceRanges(List<Cidr> ranges) {
    /** The meaning of the ranges. */
    public enum Policy {
        /** Only clients of the ranges may connect. */
        ALLOW,
        /** Clients of the ranges may not connect. */
        DENY
    }

    /** All clients. */
    public static final SourceRanges ALL = new SourceRanges(List.of());

    /** No client: the only range is the first address of the discard prefix (RFC 6666), which is never a source. */
    public static final SourceRanges NOBODY = new SourceRanges(List.of(Cidr.parse("100::/128")));

    public SourceRanges {
        ranges = List.copyOf(ranges);
    }

    /**
     * All clients but those of these ranges. Without a usable range nothing changes: without any range all clients are
     * admitted, and if no range can be used, none is.
     */
    public SourceRanges inverted() {
        if (ranges.isEmpty() || equals(NOBODY)) {
            return this;
        }
        List<Cidr> others = new ArrayList<>();
        for (Family family : Family.values()) {
            others.addAll(Cidr.complement(family, of(family)));
        }
        return others.isEmpty() ? NOBODY : new SourceRanges(others);
    }

    /** Whether all clients of this family are admitted: there is no range at all, or one covers the whole family. */
    public boolean isOpen(Family family) {
        return ranges.isEmpty() || of(family).stream().anyMatch(Cidr::isEverything);
    }

    /** The ranges of this family, in the order in which they were given. */
    public List<Cidr> of(Family family) {
        return ranges.stream().filter(range -> range.family() == family).toList();
    }

    /** Whether a client with this address is admitted. */
    public boolean allows(Ip source) {
        return isOpen(source.family()) || ranges.stream().anyMatch(range -> range.contains(source));
    }
}
