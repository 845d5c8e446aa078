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
        List<String> commands(NftChain chain, Wanted wanted) {
            String family = chain.key().table().family() == NftFamily.IP6 ? "ipv6" : "ipv4";
            Stream<String> pods = Stream.of("--zone=trusted --add-source=<range of pods>");
            Stream<String> services = Stream.of(
                    "--add-rich-rule='rule family=" + family + " destination address=<range of VIPs> accept'",
                    "--add-port=30000-32767/tcp",
                    "--add-port=30000-32767/udp");
            Stream<String> permanent = (wanted == Wanted.REQUESTS ? Stream.concat(pods, services) : pods)
                    .map(option -> "firewall-cmd --permanent " + option);
            return Stream.concat(permanent, Stream.of("firewall-cmd --reload")).toList();
        }
    },
    /** The chains of {@code iptables-nft}. */
    IPTABLES {
        @Override
        List<String> commands(NftChain chain, Wanted wanted) {
            String command = chain.key().table().family() == NftFamily.IP6 ? "ip6tables" : "iptables";
            Stream<String> answers = Stream.of("-m conntrack --ctstate ESTABLISHED,RELATED");
            Stream<String> services = Stream.of(
                    "-d <range of VIPs>",
                    "-p tcp --dport 30000:32767",
                    "-p udp --dport 30000:32767",
                    "-p sctp --dport 30000:32767");
            return wanted.of(answers, services, Stream.of("-m conntrack --ctstate DNAT"))
                    .map(match -> command + " -I " + chain.key().name() + " " + match + " -j ACCEPT")
                    .toList();
        }
    },
    /** Chains that {@code nft} made. */
    NFT {
        @Override
        List<String> commands(NftChain chain, Wanted wanted) {
            boolean isV6 = chain.key().table().family() == NftFamily.IP6;
            Stream<String> answers = Stream.of("ct state established,related");
            Stream<String> services = Stream.of(
                    (isV6 ? "ip6" : "ip") + " daddr <range of VIPs>",
                    "meta l4proto { tcp, udp, sctp } th dport 30000-32767");
            return wanted.of(answers, services, Stream.of("ct status dnat"))
                    .map(match -> "nft insert rule " + chain.key() + " " + match + " accept")
                    .toList();
        }
    };

    /** The packets that the chain must accept. */
    enum Wanted {
        /** Requests to VIPs and node ports, and answers. */
        REQUESTS,
        /** Answers of endpoints. */
        ANSWERS,
        /** Everything whose destination nf_tables has translated, in both directions. */
        TRANSLATED;

        private Stream<String> of(Stream<String> answers, Stream<String> services, Stream<String> translated) {
            return switch (this) {
                case REQUESTS -> Stream.concat(answers, services);
                case ANSWERS -> answers;
                case TRANSLATED -> translated;
            };
        }
    }

    private static final Set<String> IPTABLES_TABLES = Set.of("filter", "mangle", "raw", "nat", "security");
    private static final Set<String> IPTABLES_CHAINS = Set.of("INPUT", "FORWARD");

    /** All ports of VIPs may be accepted: our table refuses the ports of no Service. */
    abstract List<String> commands(NftChain chain, Wanted wanted);

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

    /**
     * The commands for a base chain at hook input or forward, in one line.
     *
     * @param isTranslated whether nf_tables chooses endpoints, before both hooks
     */
    static String text(NftChain chain, List<NftChain> ofTable, boolean isTranslated) {
        boolean isInput = chain.base().orElseThrow().hook() == Hook.INPUT;
        Wanted ofIpvs = isInput ? Wanted.REQUESTS : Wanted.ANSWERS;
        return String.join("; ", of(chain, ofTable).commands(chain, isTranslated ? Wanted.TRANSLATED : ofIpvs));
    }
}
