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
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chains of other programs that drop or reject packets of Services, although our chains accept them: by policy, or by a
 * rule without a condition, as firewalld and the service of iptables have it at the end. Requests pass hook input, before
 * IPVS has chosen an endpoint; answers of endpoints pass hook forward. Each such chain is logged once, with commands that
 * accept packets of Services, because only the chain's owner can add rules.
 */
final class ForeignPolicies {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignPolicies.class);
    private static final Set<NftFamily> FAMILIES = Set.of(NftFamily.IP, NftFamily.IP6, NftFamily.INET);
    private static final Set<Hook> HOOKS = Set.of(Hook.INPUT, Hook.FORWARD);

    private final NftablesClient client;
    private Set<Finding> known = Set.of();
    private OptionalInt generation = OptionalInt.empty();

    /** A chain that refuses, how it does, and what helps. */
    private record Finding(NftChain.Key chain, Hook hook, String how, String fix) {}

    ForeignPolicies(NftablesClient client) {
        this.client = client;
    }

    /** Logs the chains that did not refuse at the last call. */
    void look() {
        try {
            int now = client.generation();
            if (!generation.equals(OptionalInt.of(now))) {
                Set<Finding> refusing = refusing();
                refusing.stream().filter(finding -> !known.contains(finding)).forEach(ForeignPolicies::report);
                known = refusing;
                generation = OptionalInt.of(now);
            }
        } catch (NetlinkException e) {
            // A chain of a kind that is not known here, or one that goes as it is read: serving continues.
            LOG.debug("other_filter_unreadable", e);
        }
    }

    private Set<Finding> refusing() throws NetlinkException {
        Set<Finding> refusing = new LinkedHashSet<>();
        for (NftTable table : client.tables()) {
            boolean isAwake = (table.flags() & TableFlag.DORMANT) == 0;
            if (isAwake && FAMILIES.contains(table.key().family()) && !OurTables.has(table.key())) {
                addRefusing(client.chains(table.key()), refusing);
            }
        }
        return refusing;
    }

    private void addRefusing(List<NftChain> ofTable, Set<Finding> refusing) throws NetlinkException {
        ChainFate fate = new ChainFate(client::rules);
        for (NftChain chain : ofTable) {
            if (chain.base().filter(base -> HOOKS.contains(base.hook())).isPresent()) {
                boolean isByPolicy = chain.base().get().policy() == ChainPolicy.DROP;
                if (isByPolicy || fate.isRefusing(chain)) {
                    refusing.add(new Finding(
                            chain.key(),
                            chain.base().get().hook(),
                            isByPolicy ? "its policy drops" : "its last rule refuses",
                            FirewallAdvice.text(chain, ofTable)));
                }
            }
        }
    }

    private static void report(Finding finding) {
        LOG.warn(
                "other_filter_drops table=\"{}\" chain={} hook={} cause=\"{} packets, unless a rule accepts {}\" fix=\"{}\"",
                finding.chain().table(),
                finding.chain().name(),
                finding.hook(),
                finding.how(),
                finding.hook() == Hook.INPUT ? "packets for VIPs and node ports" : "replies of endpoints",
                finding.fix());
    }
}
