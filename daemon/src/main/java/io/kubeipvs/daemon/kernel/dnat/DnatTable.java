package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.daemon.kernel.filter.FilterTable;
import io.kubeipvs.netlink.nftables.ChainType;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.Field;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleBuilder;
import io.kubeipvs.netlink.nftables.expr.Lookup;
import io.kubeipvs.netlink.nftables.expr.Register;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/**
 * The table of one family. Its hooked chains and sets are constant; a {@link Chooser} is added when the first virtual server
 * of its shape needs it, and stays.
 */
final class DnatTable {
    /** One before the filter's translation of VIPs to themselves: the first translation of a connection counts. */
    private static final int PRIORITY = -102;

    private static final String PREROUTING = "prerouting";
    private static final String OUTPUT = "output";
    private static final String CHOOSERS = "choosers";
    /** The second word of what {@code choices} has. */
    private static final int NUMBER = Register.ofWord(1);

    private final DnatFamily family;
    private final List<DnatSets> sets;
    private final NftSet choosers;

    DnatTable(DnatFamily family) {
        this.family = family;
        this.sets = DnatSets.of(family);
        this.choosers = NftSet.of(family.table, CHOOSERS, DataType.MARK)
                .mapTo(DataType.VERDICT)
                .withComment("the chain of each number in choices");
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

    /** The map from the {@link ChooserNumbers} to chains. */
    NftSet choosers() {
        return choosers;
    }

    /** The sets with elements of ours; packets fill the others. */
    List<NftSet> kept() {
        return Stream.concat(Stream.of(choosers), sets.stream().flatMap(one -> one.kept().stream()))
                .toList();
    }

    NftTable.Key key() {
        return family.table;
    }

    /** The whole table with these choosers and without elements. */
    FilterTable with(Collection<Chooser> some) {
        List<NftSet> all = Stream.concat(Stream.of(choosers), sets.stream().flatMap(one -> one.all().stream()))
                .toList();
        List<NftChain> chains = new ArrayList<>();
        List<NftRule> rules = new ArrayList<>();
        chains.add(NftChain.base(family.table, PREROUTING, ChainType.NAT, Hook.PREROUTING, PRIORITY));
        chains.add(NftChain.base(family.table, OUTPUT, ChainType.NAT, Hook.OUTPUT, PRIORITY));
        for (String chain : List.of(PREROUTING, OUTPUT)) {
            rules.add(entry(chain, FoundBy.MARK, "by the number that @mark-choices has for the mark"));
            rules.add(entry(chain, FoundBy.ADDRESS, "by the number that @choices has for protocol, address and port"));
        }
        for (Chooser chooser : some) {
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

    /**
     * The rule that leads a packet to the chain of its virtual server. It loads the key, and for {@code nft} a field into the
     * word of the number, see {@link DnatSets}: {@code ip daddr vmap @choosers}, {@code meta mark vmap @choosers}.
     */
    private NftRule entry(String chain, FoundBy by, String why) {
        RuleBuilder rule = RuleBuilder.rule(family.table.family());
        List<Field> key = by.fields(family);
        int word = 0;
        for (Field field : key) {
            rule.then(field.load().apply(Register.ofWord(word)));
            word += (field.length() + 3) / 4;
        }
        if (key.size() == 1) {
            rule.then(key.get(0).load().apply(NUMBER));
        }
        return rule.then(new Lookup(sets(by).name(DnatSets.CHOICES), Register.ofWord(0), Register.ofWord(0), false))
                .then(new Lookup(CHOOSERS, NUMBER, Register.VERDICT, false))
                .comment(why)
                .in(new NftChain.Key(family.table, chain));
    }
}
