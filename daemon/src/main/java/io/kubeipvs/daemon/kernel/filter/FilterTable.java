package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A table of ours: its sets, chains and rules, the same for any set of Services.
 * {@code docs/packet-path.md} explains each.
 *
 * @param rules of all chains, each chain's in the order in which they are evaluated
 */
public record FilterTable(NftTable table, List<NftSet> sets, List<NftChain> chains, List<NftRule> rules) {

    static FilterTable of(Family family, FilterTuning tuning) {
        FilterFamily of = FilterFamily.of(family);
        return new FilterTable(
                new NftTable(of.table, 0),
                new FilterSets(of).all(),
                FilterChains.of(of.table, tuning.dataPath()),
                rules(of, tuning));
    }

    private static List<NftRule> rules(FilterFamily family, FilterTuning tuning) {
        return Stream.concat(FilterRules.of(family, tuning).stream(), SourceRules.of(family, tuning).stream())
                .toList();
    }

    /** By its name alone: that of all rules takes as long as comparing them, and runs code of thirty classes at each start. */
    @Override
    public int hashCode() {
        return table.hashCode();
    }

    /** The same sets, chains and rules in another table of this family. */
    FilterTable in(NftTable other) {
        NftTable.Key key = other.key();
        return new FilterTable(
                other,
                sets.stream().map(set -> set.in(key)).toList(),
                chains.stream().map(chain -> chain.in(key)).toList(),
                rules.stream().map(rule -> rule.in(key)).toList());
    }

    NftTable.Key key() {
        return table.key();
    }

    /** The changes that create it, with nothing in its sets. */
    public List<NftChange> creation() {
        List<NftChange> changes = new ArrayList<>();
        changes.add(new NftChange.PutTable(table, NftChange.Put.CREATE));
        sets.forEach(set -> changes.add(new NftChange.PutSet(set, NftChange.Put.CREATE)));
        chains.forEach(chain -> changes.add(new NftChange.PutChain(chain, NftChange.Put.CREATE)));
        rules.forEach(rule -> changes.add(new NftChange.AddRule(rule)));
        return changes;
    }
}
