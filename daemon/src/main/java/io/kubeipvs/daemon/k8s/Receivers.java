package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.node.ThisNode;

/**
 * Who is told what a source reads.
 *
 * @param tracker of Services and slices
 * @param node of the node that the program runs on
 * @param ranges of the ranges of cluster addresses
 */
public record Receivers(ChangeTracker tracker, ThisNode node, ServiceRanges ranges) {
    /** Nobody wants to know of ranges. */
    public Receivers(ChangeTracker tracker, ThisNode node) {
        this(tracker, node, new ServiceRanges(ranges -> {}));
    }
}
