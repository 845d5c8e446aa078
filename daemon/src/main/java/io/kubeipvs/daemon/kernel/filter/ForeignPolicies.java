package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.ChainPolicy;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.TableFlag;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chains of other programs that drop packets of Services by policy, although our chains accept them. Requests pass hook
 * input, before IPVS has chosen an endpoint; answers of endpoints pass hook forward. Each such chain is logged once, with
 * rules that accept packets of Services, because only the chain's owner can add them.
 */
final class ForeignPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignPolicies.class);
    private static final Set<NftFamily> FAMILIES = Set.of(NftFamily.IP, NftFamily.IP6, NftFamily.INET);
    private static final Set<Hook> HOOKS = Set.of(Hook.INPUT, Hook.FORWARD);

    private final NftablesClient client;
    private Set<NftChain> known = Set.of();
    private OptionalInt generation = OptionalInt.empty();

    ForeignPolicies(NftablesClient client) {
        this.client = client;
    }

    /** Logs the chains that did not drop at the last call. */
    void look() {
        try {
            int now = client.generation();
            if (!generation.equals(OptionalInt.of(now))) {
                Set<NftChain> dropping = dropping();
                dropping.stream().filter(chain -> !known.contains(chain)).forEach(ForeignPolicies::report);
                known = dropping;
                generation = OptionalInt.of(now);
            }
        } catch (NetlinkException e) {
            // A chain of a kind that is not known here, or one that goes as it is read: serving continues.
            LOG.debug("other_filter_unreadable", e);
        }
    }

    private Set<NftChain> dropping() throws NetlinkException {
        Set<NftChain> dropping = new LinkedHashSet<>();
        for (NftTable table : client.tables()) {
            boolean isAwake = (table.flags() & TableFlag.DORMANT) == 0;
            if (isAwake && FAMILIES.contains(table.key().family())) {
                client.chains(table.key()).stream()
                        .filter(ForeignPolicies::isDropping)
                        .forEach(dropping::add);
            }
        }
        return dropping;
    }

    private static boolean isDropping(NftChain chain) {
        Optional<NftChain.Base> base = chain.base();
        return base.isPresent()
                && base.get().policy() == ChainPolicy.DROP
                && HOOKS.contains(base.get().hook());
    }

    private static void report(NftChain chain) {
        boolean isInput = chain.base().orElseThrow().hook() == Hook.INPUT;
        LOG.warn(
                "other_filter_drops table=\"{}\" chain={} hook={} cause=\"its policy drops packets, unless a rule accepts {}\" fix=\"{}\"",
                chain.key().table(),
                chain.key().name(),
                isInput ? Hook.INPUT : Hook.FORWARD,
                isInput ? "packets for VIPs and node ports" : "replies of endpoints",
                String.join("; ", isInput ? inputRules(chain) : List.of(rule(chain, "ct state established,related"))));
    }

    /** All ports of VIPs may be accepted: our table refuses the ports of no Service. */
    private static List<String> inputRules(NftChain chain) {
        boolean isV6 = chain.key().table().family() == NftFamily.IP6;
        return List.of(
                rule(chain, "ct state established,related"),
                rule(chain, isV6 ? "ip6 daddr <range of VIPs>" : "ip daddr <range of VIPs>"),
                rule(chain, "meta l4proto { tcp, udp, sctp } th dport 30000-32767"));
    }

    private static String rule(NftChain chain, String match) {
        return "nft insert rule " + chain.key() + " " + match + " accept";
    }
}
