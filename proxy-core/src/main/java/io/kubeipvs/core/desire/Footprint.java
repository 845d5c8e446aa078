package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import java.util.Map;
import java.util.Set;

/**
 * Every kernel object that one Service wants.
 *
 * @param frontends its virtual servers with their real servers
 * @param vips the addresses that must be on the dummy link for it
 */
public record Footprint(Map<VirtualServer.Key, Frontend> frontends, Set<Ip> vips) {
    /** The footprint of a Service that does not exist. */
    public static final Footprint NONE = new Footprint(Map.of(), Set.of());

    public Footprint {
        frontends = Map.copyOf(frontends);
        vips = Set.copyOf(vips);
    }
}
