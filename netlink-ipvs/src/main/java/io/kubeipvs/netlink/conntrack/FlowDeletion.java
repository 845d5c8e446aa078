package io.kubeipvs.netlink.conntrack;

import java.util.Objects;

/**
 * Names one flow to delete, by a tuple and the id that it was listed with. There is none without a tuple, so that the
 * table as a whole cannot be meant. The id keeps a later flow with the same tuple from harm as far as the kernel can
 * distinguish the two, see {@link Flow#id()}: delete soon after listing.
 *
 * @param direction which of the flow's tuples it is
 * @param id {@link Flow#id()}
 * @param zone the zone of that tuple, 0 to 65535; 0 = the default zone
 */
public record FlowDeletion(FlowTuple tuple, FlowDirection direction, long id, int zone) {
    public FlowDeletion {
        Objects.requireNonNull(tuple);
        Objects.requireNonNull(direction);
        Numbers.check32("id", id);
        Numbers.check16("zone", zone);
    }
}
