package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The state of the kernel at one moment, as far as a service proxy needs it.
 *
 * @param frontends every virtual server of the network namespace with its real servers, foreign ones included
 * @param vips the addresses on our dummy link
 * @param filter our part of the packet filter
 */
public record KernelState(Map<VirtualServer.Key, Frontend> frontends, Set<Ip> vips, FilterState filter) {
    public KernelState {
        frontends = Map.copyOf(frontends);
        vips = Set.copyOf(vips);
    }

    /** The state with these frontends and VIPs and an empty filter. */
    public static KernelState of(Collection<Frontend> frontends, Collection<Ip> vips) {
        return of(frontends, vips, FilterState.EMPTY);
    }

    /** The state with these frontends, VIPs and filter. */
    public static KernelState of(Collection<Frontend> frontends, Collection<Ip> vips, FilterState filter) {
        Map<VirtualServer.Key, Frontend> byKey = new LinkedHashMap<>();
        frontends.forEach(frontend -> byKey.put(frontend.key(), frontend));
        return new KernelState(byKey, Set.copyOf(vips), filter);
    }
}
