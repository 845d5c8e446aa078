package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks up the elements of our tables for one address and port: a few, whatever the number of Services. Used by one
 * thread at a time, which has the client for itself.
 */
public final class FilterLookup {
    private final NftablesClient client;

    /** Over a client that stays the caller's. */
    public FilterLookup(NftablesClient client) {
        this.client = client;
    }

    /**
     * The admission of an address and port; empty without one.
     *
     * @param wanted of its source ranges those are looked up that are wanted
     */
    public Optional<Admission> admission(VirtualServer.Key key, Optional<Admission> wanted) throws NetlinkException {
        FilterSets sets = new FilterSets(FilterFamily.of(key.vip().family()));
        ToFilter toFilter = new ToFilter(key.vip().family(), sets);
        NftElement frontend = toFilter.element(key);
        Map<NftSet, List<NftElement>> found = new HashMap<>();
        for (NftSet set : List.of(sets.services, sets.healthChecks, sets.inClusterMarks, sets.restricted)) {
            add(set, frontend, found);
        }
        if (wanted.isPresent()) {
            for (NftElement allowed : toFilter.admission(key, wanted.get()).of(sets.allowed)) {
                add(sets.allowed, allowed, found);
            }
        }
        return Optional.ofNullable(state(sets, found).admissions().get(key));
    }

    /** Whether an address is protected as a VIP. */
    public boolean isVip(Ip address) throws NetlinkException {
        FilterSets sets = new FilterSets(FilterFamily.of(address.family()));
        Map<NftSet, List<NftElement>> found = new HashMap<>();
        for (NftElement vip : new ToFilter(address.family(), sets)
                .address(AddressSet.VIPS, address)
                .of(sets.vips)) {
            add(sets.vips, vip, found);
        }
        return state(sets, found).addresses(AddressSet.VIPS).contains(address);
    }

    private void add(NftSet set, NftElement element, Map<NftSet, List<NftElement>> found) throws NetlinkException {
        Optional<NftElement> one = client.element(set, element.from());
        one.map(NftElement::plain)
                .ifPresent(plain ->
                        found.computeIfAbsent(set, s -> new ArrayList<>()).add(plain));
    }

    private static FilterState state(FilterSets sets, Map<NftSet, List<NftElement>> found) {
        return new FromFilter(set -> found.getOrDefault(set, List.of()))
                .read(sets)
                .state();
    }
}
