package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.ChainPolicy;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.RuleSetReader;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * kube-proxy's chains in the tables of {@code iptables-nft}, which are ordinary tables of nf_tables. A chain stays if a
 * chain of another program jumps to it, with the chains that it jumps to itself. KUBE-FORWARD also stays where chain
 * FORWARD drops by policy, because kube-proxy accepts packets there.
 */
final class KubeProxyChains {
    /** Accepts answers of endpoints. */
    private static final String FORWARD = "KUBE-FORWARD";

    private final RuleSetReader rules;

    /**
     * The findings.
     *
     * @param removed the chains that are gone, as {@code FAMILY TABLE CHAIN}
     * @param kept those that are of use still
     */
    record Found(List<String> removed, List<String> kept) {}

    KubeProxyChains(RuleSetReader rules) {
        this.rules = rules;
    }

    /** The chains that exist, as {@code FAMILY TABLE CHAIN}. */
    List<String> present() throws NetlinkException {
        List<String> present = new ArrayList<>();
        for (NftTable table : rules.tables()) {
            if (isOfIptables(table.key())) {
                theirs(table.key(), rules.chains(table.key())).forEach(chain -> present.add(table.key() + " " + chain));
            }
        }
        return present;
    }

    private static boolean isOfIptables(NftTable.Key table) {
        boolean isIp = table.family() == NftFamily.IP || table.family() == NftFamily.IP6;
        return isIp && KubeProxyNames.CHAINS.containsKey(table.name());
    }

    private static Set<String> theirs(NftTable.Key table, List<NftChain> chains) {
        return chains.stream()
                .map(chain -> chain.key().name())
                .filter(KubeProxyNames.CHAINS.get(table.name())::contains)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The removal of those of one table, with the rules that lead to them, in one transaction. */
    private record Removal(NftTable.Key table, Set<String> gone, Set<String> kept, List<NftChange> changes) {
        void addTo(Found found) {
            gone.forEach(chain -> found.removed().add(table + " " + chain));
            kept.forEach(chain -> found.kept().add(table + " " + chain));
        }
    }

    /** The chains that {@link #remove} would remove and keep. */
    Found planned() throws NetlinkException {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        removals().forEach(removal -> removal.addTo(found));
        return found;
    }

    /**
     * Removes them with the rules that lead to them: of each table in one transaction.
     *
     * @param client that makes the changes
     */
    Found remove(NftablesClient client) throws NetlinkException {
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        for (Removal removal : removals()) {
            if (!removal.changes().isEmpty()) {
                commit(client, removal);
            }
            removal.addTo(found);
        }
        return found;
    }

    private List<Removal> removals() throws NetlinkException {
        List<Removal> removals = new ArrayList<>();
        for (NftTable table : rules.tables()) {
            if (isOfIptables(table.key())) {
                removals.add(removal(table.key()));
            }
        }
        return removals;
    }

    private Removal removal(NftTable.Key table) throws NetlinkException {
        List<NftChain> chains = rules.chains(table);
        Set<String> theirs = theirs(table, chains);
        Set<String> kept = new LinkedHashSet<>();
        if (isForwardDropping(chains) && theirs.remove(FORWARD)) {
            kept.add(FORWARD);
        }
        if (theirs.isEmpty()) {
            return new Removal(table, Set.of(), kept, List.of());
        }
        Set<String> base = chains.stream()
                .filter(chain -> chain.base().isPresent())
                .map(chain -> chain.key().name())
                .collect(Collectors.toSet());
        List<NftRule> all = rules.rules(table);
        Set<String> used = usedByOthers(all, theirs, base);
        Set<String> gone = new LinkedHashSet<>(theirs);
        gone.removeAll(used);
        kept.addAll(used);
        return new Removal(table, gone, kept, changes(table, all, theirs, base, gone));
    }

    private static boolean isForwardDropping(List<NftChain> chains) {
        return chains.stream()
                .filter(chain -> chain.key().name().equals("FORWARD"))
                .anyMatch(chain -> chain.base()
                        .filter(base -> base.policy() == ChainPolicy.DROP)
                        .isPresent());
    }

    private static List<NftChange> changes(
            NftTable.Key table, List<NftRule> rules, Set<String> theirs, Set<String> base, Set<String> gone) {
        List<NftChange> changes = new ArrayList<>();
        rules.stream()
                .filter(rule -> base.contains(rule.chain().name()) && theirs.contains(target(rule)))
                .forEach(jump -> changes.add(new NftChange.RemoveRule(jump, NftChange.Remove.DELETE)));
        gone.forEach(chain -> changes.add(new NftChange.FlushChain(new NftChain.Key(table, chain))));
        gone.forEach(chain ->
                changes.add(new NftChange.RemoveChain(new NftChain.Key(table, chain), NftChange.Remove.DELETE)));
        return changes;
    }

    /** Those that a rule of a chain of others leads to, and those that these lead to. */
    private static Set<String> usedByOthers(List<NftRule> rules, Set<String> theirs, Set<String> base) {
        Deque<String> reached = new ArrayDeque<>();
        rules.stream()
                .filter(rule -> !theirs.contains(rule.chain().name()))
                .filter(rule -> !base.contains(rule.chain().name()))
                .forEach(rule -> reached.add(target(rule)));
        Set<String> used = new HashSet<>();
        while (!reached.isEmpty()) {
            String chain = reached.remove();
            if (theirs.contains(chain) && used.add(chain)) {
                rules.stream()
                        .filter(rule -> rule.chain().name().equals(chain))
                        .forEach(rule -> reached.add(target(rule)));
            }
        }
        return used;
    }

    /** The chain that a rule leads to, "" when to none. */
    private static String target(NftRule rule) {
        return rule.verdict().map(Verdict::chain).orElse("");
    }

    private static void commit(NftablesClient client, Removal removal) {
        NftResult result = client.apply(removal.changes());
        if (!(result instanceof NftResult.Committed)) {
            throw new KernelUnavailableException(
                    "kube-proxy's chains in table " + removal.table() + " could not be removed: " + result, null);
        }
    }
}
