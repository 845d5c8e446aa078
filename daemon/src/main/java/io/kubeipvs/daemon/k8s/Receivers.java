package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.node.ThisNode;

/**
 * Who is told what a source reads.
 *
 * @param tracker of Services and slices
 * @param node of the node that the program runs on
 * @param ranges of the ranges of cluster addresses
 * @param onlyThisNode whether nobody is to be told of other nodes, and a source need not read them
 */
public record Receivers(ChangeTracker tracker, ThisNode node, ServiceRanges ranges, boolean onlyThisNode) {
    /** Of all nodes. */
    public Receivers(ChangeTracker tracker, ThisNode node, ServiceRanges ranges) {
        this(tracker, node, ranges, false);
    }

    /** Nobody wants to know of ranges. */
    public Receivers(ChangeTracker tracker, ThisNode node) {
        this(tracker, node, new ServiceRanges(ranges -> {}));
    }
}
