package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.daemon.node.ThisNode;

/**
 * The receivers of the records that a source reads.
 *
 * @param tracker of Services and slices
 * @param node of the node that the program runs on
 * @param ranges of the ranges of cluster addresses
 * @param onlyThisNode whether no receiver needs other nodes, so that a source need not read them
 */
public record Receivers(ChangeTracker tracker, ThisNode node, ServiceRanges ranges, boolean onlyThisNode) {
    /** Of all nodes. */
    public Receivers(ChangeTracker tracker, ThisNode node, ServiceRanges ranges) {
        this(tracker, node, ranges, false);
    }

    /** Without a receiver of ranges. */
    public Receivers(ChangeTracker tracker, ThisNode node) {
        this(tracker, node, new ServiceRanges(ranges -> {}));
    }
}
