package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Every kernel object that one Service wants.
 *
 * @param frontends its virtual servers with their real servers
 * @param inside what askers inside, pods and the node's own processes, are to get in the place of the frontend of the
 *     same key, where those outside get this node's endpoints only; not programmed yet
 * @param vips the addresses that must be on the dummy link for it
 * @param refused the addresses that it asks for and does not get
 */
public record Footprint(
        Map<VirtualServer.Key, Frontend> frontends,
        Map<VirtualServer.Key, Frontend> inside,
        Set<Ip> vips,
        List<RefusedAddress> refused) {
    /** The footprint of a Service that does not exist. */
    public static final Footprint NONE = new Footprint(Map.of(), Set.of());

    public Footprint {
        frontends = Map.copyOf(frontends);
        inside = Map.copyOf(inside);
        vips = Set.copyOf(vips);
        refused = List.copyOf(refused);
    }

    /** A footprint in which all askers get the same, and nothing is refused. */
    public Footprint(Map<VirtualServer.Key, Frontend> frontends, Set<Ip> vips) {
        this(frontends, Map.of(), vips, List.of());
    }
}
