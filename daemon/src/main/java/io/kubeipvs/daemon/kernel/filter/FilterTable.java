package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of ours: its sets, chains and rules, the same for any set of Services.
 * {@code docs/packet-path.md} explains each.
 *
 * @param rules of all chains, each chain's in the order in which they are evaluated
 */
record FilterTable(NftTable table, List<NftSet> sets, List<NftChain> chains, List<NftRule> rules) {

    static FilterTable of(Family family) {
        FilterFamily of = FilterFamily.of(family);
        return new FilterTable(
                new NftTable(of.table, 0), new FilterSets(of).all(), FilterChains.of(of.table), FilterRules.of(of));
    }

    NftTable.Key key() {
        return table.key();
    }

    /** The changes that create it, with nothing in its sets. */
    List<NftChange> creation() {
        List<NftChange> changes = new ArrayList<>();
        changes.add(new NftChange.PutTable(table, NftChange.Put.CREATE));
        sets.forEach(set -> changes.add(new NftChange.PutSet(set, NftChange.Put.CREATE)));
        chains.forEach(chain -> changes.add(new NftChange.PutChain(chain, NftChange.Put.CREATE)));
        rules.forEach(rule -> changes.add(new NftChange.AddRule(rule)));
        return changes;
    }
}
