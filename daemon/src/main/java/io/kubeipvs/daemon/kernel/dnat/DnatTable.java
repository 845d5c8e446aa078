package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.daemon.kernel.filter.FilterTable;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * The table of one family. Its hooked chains and sets are constant; a {@link Chooser} is added when the first virtual server
 * of its shape needs it, and stays.
 */
final class DnatTable {
    /** One before the filter's translation of VIPs to themselves: the first translation of a connection counts. */
    private static final int PRIORITY = -102;

    private static final String PREROUTING = "prerouting";
    private static final String OUTPUT = "output";

    private final DnatFamily family;
    private final List<DnatSets> sets;

    DnatTable(DnatFamily family) {
        this.family = family;
        this.sets = DnatSets.of(family);
    }

    DnatFamily family() {
        return family;
    }

    DnatSets sets(FoundBy by) {
        return sets.get(by.ordinal());
    }

    List<DnatSets> sets() {
        return sets;
    }

    NftTable.Key key() {
        return family.table;
    }

    /** The whole table with these choosers and without elements. */
    FilterTable with(Collection<Chooser> choosers) {
        List<NftSet> all = sets.stream().flatMap(one -> one.all().stream()).toList();
        List<NftChain> chains = new ArrayList<>();
        List<NftRule> rules = new ArrayList<>();
        chains.add(NftChain.base(family.table, PREROUTING, ChainType.NAT, Hook.PREROUTING, PRIORITY));
        chains.add(NftChain.base(family.table, OUTPUT, ChainType.NAT, Hook.OUTPUT, PRIORITY));
        for (String chain : List.of(PREROUTING, OUTPUT)) {
            rules.add(entry(chain, FoundBy.MARK, "the packet filter selected a virtual server by the mark"));
            rules.add(entry(chain, FoundBy.ADDRESS, "a virtual server of this address, protocol and port"));
        }
        for (Chooser chooser : choosers) {
            chains.add(chain(chooser));
            rules.addAll(rules(chooser));
        }
        return new FilterTable(new NftTable(family.table, 0), all, chains, rules);
    }

    NftChain chain(Chooser chooser) {
        return NftChain.regular(family.table, chooser.chain());
    }

    List<NftRule> rules(Chooser chooser) {
        return ChooserRules.of(family, sets(chooser.by()), chooser);
    }

    private NftRule entry(String chain, FoundBy by, String why) {
        DnatSets of = sets(by);
        return RuleBuilder.rule(family.table.family())
                .verdictOf(of.name(DnatSets.CHOICES), by.fields(family).toArray(Field[]::new))
                .comment(why)
                .in(new NftChain.Key(family.table, chain));
    }
}
