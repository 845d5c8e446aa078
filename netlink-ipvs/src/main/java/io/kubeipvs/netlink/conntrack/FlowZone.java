package io.kubeipvs.netlink.conntrack;

/**
 * The zone of a flow's tuples, for networks that use the same addresses. Nearly always one zone for both directions; a
 * rule may give it to one alone, and then the other has zone 0.
 *
 * @param original the zone that the original tuple is looked up in, 0 to 65535; 0 = the default zone
 * @param reply the zone that the reply tuple is looked up in
 */
public record FlowZone(int original, int reply) {
    public static final FlowZone DEFAULT = new FlowZone(0, 0);

    public FlowZone {
        Numbers.check16("zone", original);
        Numbers.check16("zone", reply);
    }

    /** The same zone in both directions. */
    public static FlowZone both(int zone) {
        return new FlowZone(zone, zone);
    }

    /** The zone itself, whichever direction it is of. */
    public int id() {
        return original != 0 ? original : reply;
    }
}
