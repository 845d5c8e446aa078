package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * The content of our part of the packet filter.
 *
 * @param admissions by virtual server
 * @param addresses by set; an absent set is empty
 * @param config the node-wide configuration
 */
public record FilterState(
        Map<VirtualServer.Key, Admission> admissions, Map<AddressSet, Set<Ip>> addresses, NodeFilterConfig config) {
    /** An empty filter. */
    public static final FilterState EMPTY = new FilterState(Map.of(), Map.of(), NodeFilterConfig.NONE);

    public FilterState {
        admissions = Map.copyOf(admissions);
        Map<AddressSet, Set<Ip>> full = new EnumMap<>(AddressSet.class);
        for (AddressSet set : AddressSet.values()) {
            full.put(set, Set.copyOf(addresses.getOrDefault(set, Set.of())));
        }
        addresses = Map.copyOf(full);
    }

    /** The addresses of one set. */
    public Set<Ip> addresses(AddressSet set) {
        return addresses.get(set);
    }
}
