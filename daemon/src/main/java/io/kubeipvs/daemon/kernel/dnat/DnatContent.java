package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.daemon.kernel.filter.FilterElements;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleSetReader;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the elements of our tables. */
final class DnatContent {
    private DnatContent() {}

    /** The virtual servers of all tables; none of a table that is missing. */
    static Map<VirtualServer.Key, Frontend> frontends(RuleSetReader client, Collection<DnatTable> tables)
            throws NetlinkException {
        Map<VirtualServer.Key, Frontend> found = new HashMap<>();
        List<NftTable> existing = client.tables();
        for (DnatTable table : tables) {
            if (exists(table, existing)) {
                FilterElements elements = elements(client, table);
                ChooserNumbers choosers = ChooserNumbers.read(elements.of(table.choosers()));
                found.putAll(FromDnat.read(table, choosers, elements::of));
            }
        }
        return found;
    }

    static boolean exists(DnatTable table, List<NftTable> existing) {
        return existing.stream().anyMatch(one -> one.key().equals(table.key()));
    }

    /** The elements of the sets that exist as wanted. */
    static FilterElements elements(RuleSetReader client, DnatTable table) throws NetlinkException {
        FilterElements elements = new FilterElements();
        List<NftSet> found = client.sets(table.key());
        for (NftSet set : table.kept()) {
            if (found.contains(set)) {
                for (NftElement element : client.elements(set)) {
                    elements.add(set, element.plain());
                }
            }
        }
        return elements;
    }
}
