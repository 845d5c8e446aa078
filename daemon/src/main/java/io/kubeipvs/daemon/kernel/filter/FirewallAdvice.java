package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The commands that make a firewall accept packets of Services, in the words of the program that owns the chain. A rule of
 * {@code nft} in a chain of {@code iptables-nft} would hinder that program: it then calls the table incompatible.
 */
enum FirewallAdvice {
    /** firewalld replaces its tables when it is reloaded. */
    FIREWALLD {
        @Override
        List<String> commands(NftChain chain, boolean isInput) {
            String family = chain.key().table().family() == NftFamily.IP6 ? "ipv6" : "ipv4";
            Stream<String> pods = Stream.of("--zone=trusted --add-source=<range of pods>");
            Stream<String> services = Stream.of(
                    "--add-rich-rule='rule family=" + family + " destination address=<range of VIPs> accept'",
                    "--add-port=30000-32767/tcp",
                    "--add-port=30000-32767/udp");
            Stream<String> permanent = (isInput ? Stream.concat(pods, services) : pods)
                    .map(option -> "firewall-cmd --permanent " + option);
            return Stream.concat(permanent, Stream.of("firewall-cmd --reload")).toList();
        }
    },
    /** The chains of {@code iptables-nft}. */
    IPTABLES {
        @Override
        List<String> commands(NftChain chain, boolean isInput) {
            String command = chain.key().table().family() == NftFamily.IP6 ? "ip6tables" : "iptables";
            Stream<String> answers = Stream.of("-m conntrack --ctstate ESTABLISHED,RELATED");
            Stream<String> services = Stream.of(
                    "-d <range of VIPs>",
                    "-p tcp --dport 30000:32767",
                    "-p udp --dport 30000:32767",
                    "-p sctp --dport 30000:32767");
            return (isInput ? Stream.concat(answers, services) : answers)
                    .map(match -> command + " -I " + chain.key().name() + " " + match + " -j ACCEPT")
                    .toList();
        }
    },
    /** Chains that {@code nft} made. */
    NFT {
        @Override
        List<String> commands(NftChain chain, boolean isInput) {
            boolean isV6 = chain.key().table().family() == NftFamily.IP6;
            Stream<String> answers = Stream.of("ct state established,related");
            Stream<String> services = Stream.of(
                    (isV6 ? "ip6" : "ip") + " daddr <range of VIPs>",
                    "meta l4proto { tcp, udp, sctp } th dport 30000-32767");
            return (isInput ? Stream.concat(answers, services) : answers)
                    .map(match -> "nft insert rule " + chain.key() + " " + match + " accept")
                    .toList();
        }
    };

    private static final Set<String> IPTABLES_TABLES = Set.of("filter", "mangle", "raw", "nat", "security");
    private static final Set<String> IPTABLES_CHAINS = Set.of("INPUT", "FORWARD");

    /** All ports of VIPs may be accepted: our table refuses the ports of no Service. */
    abstract List<String> commands(NftChain chain, boolean isInput);

    /**
     * The words for a base chain.
     *
     * @param ofTable all chains of its table
     */
    static FirewallAdvice of(NftChain chain, List<NftChain> ofTable) {
        NftTable.Key table = chain.key().table();
        boolean hasZones = ofTable.stream().anyMatch(other -> other.key().name().contains("INPUT_ZONES"));
        if (table.name().equals("firewalld") || hasZones) {
            return FIREWALLD;
        }
        boolean isIptables = table.family() != NftFamily.INET
                && IPTABLES_TABLES.contains(table.name())
                && IPTABLES_CHAINS.contains(chain.key().name());
        return isIptables ? IPTABLES : NFT;
    }

    /** The commands for a base chain at hook input or forward, in one line. */
    static String text(NftChain chain, List<NftChain> ofTable) {
        boolean isInput = chain.base().orElseThrow().hook() == Hook.INPUT;
        return String.join("; ", of(chain, ofTable).commands(chain, isInput));
    }
}
