package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.RecordedKubeProxy;
import io.kubeipvs.netlink.ipset.Ipset;
import io.kubeipvs.netlink.ipset.IpsetClient;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftRule;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tables that {@code iptables-nft} made: read, and rid of what kube-proxy put into them. */
class IptablesNftKernelIT extends NftablesNamespace {

    private static final String KUBE = "KUBE-";
    private static final Set<String> VERDICTS = Set.of("ACCEPT", "DROP", "RETURN");

    private static final List<NftTable.Key> TABLES = Stream.of(NftFamily.IP, NftFamily.IP6)
            .flatMap(family -> Stream.of(new NftTable.Key(family, "filter"), new NftTable.Key(family, "nat")))
            .toList();

    @BeforeEach
    void putWhatIsNotKubeProxys() {
        run("iptables-nft -A INPUT -s 192.0.2.0/24 -m comment --comment mine -j DROP");
        run("iptables-nft -N MINE");
        run("iptables-nft -A FORWARD -j MINE");
        run("iptables-nft -t nat -A OUTPUT -o lo -j ACCEPT");
        run("ip6tables-nft -A OUTPUT -o lo -j ACCEPT");
        run("ip6tables-nft -t nat -A POSTROUTING -o lo -j MASQUERADE");
    }

    @Test
    void readsWhatIptablesSaves() throws Exception {
        layDown();
        run("ip6tables-nft -P FORWARD DROP");

        assertThat(client.tables()).extracting(NftTable::key).containsExactlyInAnyOrderElementsOf(TABLES);
        for (NftTable.Key table : TABLES) {
            assertReadAsSaved(table);
        }
        assertThat(client.unknownAttributes()).isZero();
    }

    private void assertReadAsSaved(NftTable.Key table) throws Exception {
        List<String> saved = saved(table);
        assertThat(client.chains(table))
                .extracting(IptablesNftKernelIT::asSaved)
                .hasSizeGreaterThan(8)
                .containsExactlyInAnyOrderElementsOf(startingWith(":", saved));
        assertThat(client.rules(table))
                .extracting(IptablesNftKernelIT::asSaved)
                .hasSizeGreaterThan(5)
                .containsExactlyInAnyOrderElementsOf(startingWith("-A", saved).stream()
                        .map(IptablesNftKernelIT::shortened)
                        .toList());
        for (NftChain chain : client.chains(table)) {
            assertThat(client.rules(chain.key()))
                    .extracting(IptablesNftKernelIT::asSaved)
                    .as("in order")
                    .containsExactlyElementsOf(startingWith("-A " + chain.key().name() + " ", saved).stream()
                            .map(IptablesNftKernelIT::shortened)
                            .toList());
        }
    }

    @Test
    void removesTheJumpsToAChainAndTheChain() throws Exception {
        layDown();
        NftTable.Key nat = new NftTable.Key(NftFamily.IP, "nat");
        List<String> before = saved(nat);

        remove(nat, Set.of("KUBE-SERVICES"));

        assertThat(before).filteredOn(line -> line.contains("-j KUBE-SERVICES")).hasSize(2);
        assertThat(saved(nat))
                .isEqualTo(before.stream()
                        .filter(line -> !line.contains("KUBE-SERVICES"))
                        .toList());
    }

    @Test
    void withoutKubeProxysChainsTheRestIsAsBeforeAndItsSetsCanGo() throws Exception {
        RecordedKubeProxy.restoreSets(namespace);
        List<List<String>> before =
                TABLES.stream().map(this::savedBeyondBuiltIn).toList();
        RecordedKubeProxy.restoreRules(namespace);

        for (NftTable.Key table : TABLES) {
            remove(table, chainsOfKubeProxy(table));
        }

        assertThat(TABLES.stream().map(this::savedBeyondBuiltIn).toList()).isEqualTo(before);
        try (IpsetClient ipset = namespace.call(IpsetClient::open)) {
            Await.equal(
                    0L, () -> ipset.sets().stream().mapToLong(Ipset::references).sum());
            for (Ipset set : ipset.sets()) {
                ipset.destroy(set.name());
            }
            assertThat(namespace.run("ipset", "save")).isEmpty();
        }
    }

    private void layDown() {
        RecordedKubeProxy.restoreSets(namespace);
        RecordedKubeProxy.restoreRules(namespace);
    }

    /** Rules of others that lead to the chains go by their handles, then the chains, all in one transaction. */
    private void remove(NftTable.Key table, Set<String> chains) throws Exception {
        List<NftChange> changes = new ArrayList<>();
        for (NftRule rule : client.rules(table)) {
            boolean leadsThere = rule.verdict()
                    .filter(verdict -> chains.contains(verdict.chain()))
                    .isPresent();
            if (leadsThere && !chains.contains(rule.chain().name())) {
                changes.add(new NftChange.RemoveRule(rule, NftChange.Remove.DELETE));
            }
        }
        List<NftChain.Key> keys =
                chains.stream().map(name -> new NftChain.Key(table, name)).toList();
        keys.forEach(key -> changes.add(new NftChange.FlushChain(key)));
        keys.forEach(key -> changes.add(new NftChange.RemoveChain(key, NftChange.Remove.DELETE)));
        commit(changes.toArray(NftChange[]::new));
    }

    private Set<String> chainsOfKubeProxy(NftTable.Key table) throws Exception {
        return client.chains(table).stream()
                .map(chain -> chain.key().name())
                .filter(name -> name.startsWith(KUBE))
                .collect(Collectors.toSet());
    }

    /** Chains and rules of a table as iptables sees them. */
    private List<String> saved(NftTable.Key table) {
        String save = table.family() == NftFamily.IP ? "iptables-nft-save" : "ip6tables-nft-save";
        return run(save + " -t " + table.name())
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    /** Without the chains that iptables makes by itself and that do nothing. */
    private List<String> savedBeyondBuiltIn(NftTable.Key table) {
        return saved(table).stream()
                .filter(line -> !line.endsWith(" ACCEPT [0:0]"))
                .toList();
    }

    private String run(String command) {
        return namespace.run(command.split(" "));
    }

    private static List<String> startingWith(String prefix, List<String> saved) {
        return saved.stream().filter(line -> line.startsWith(prefix)).toList();
    }

    private static String asSaved(NftChain chain) {
        String policy = chain.base().map(base -> base.policy().name()).orElse("-");
        return ":" + chain.key().name() + " " + policy + " [0:0]";
    }

    private static String asSaved(NftRule rule) {
        return rule.chain().name() + ": "
                + rule.verdict().map(Verdict::toString).orElse("some target");
    }

    /** The chain and the verdict of a rule as iptables saves it. */
    private static String shortened(String saved) {
        String chain = saved.split(" ")[1];
        String target = saved.replaceAll(".* -j (\\S+).*", "$1");
        if (VERDICTS.contains(target)) {
            return chain + ": " + target.toLowerCase(Locale.ROOT);
        }
        boolean isChain = target.startsWith(KUBE) || target.equals("MINE");
        return chain + ": " + (isChain ? "jump " + target : "some target");
    }
}
