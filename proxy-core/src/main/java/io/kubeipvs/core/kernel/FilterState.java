package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Ip;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * What our part of the packet filter holds.
 *
 * @param admissions by the virtual server that they are about
 * @param addresses of each set; a set that is absent is empty
 * @param surroundings all that is not about a Service
 */
public record FilterState(
        Map<VirtualServer.Key, Admission> admissions, Map<AddressSet, Set<Ip>> addresses, Surroundings surroundings) {
    /** It holds nothing. */
    public static final FilterState EMPTY = new FilterState(Map.of(), Map.of(), Surroundings.NONE);

    public FilterState {
        admissions = Map.copyOf(admissions);
        Map<AddressSet, Set<Ip>> full = new EnumMap<>(AddressSet.class);
        for (AddressSet set : AddressSet.values()) {
            full.put(set, Set.copyOf(addresses.getOrDefault(set, Set.of())));
        }
        addresses = Map.copyOf(full);
    }

    /** Those of one set. */
    public Set<Ip> addresses(AddressSet set) {
        return addresses.get(set);
    }
}
