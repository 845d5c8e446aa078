package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.ChainPolicy;
import io.kubeipvs.netlink.nftables.Hook;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.TableFlag;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Chains of other programs that drop or reject packets of Services, although our chains accept them: by policy, or by a
 * rule without a condition, as firewalld and the service of iptables have it at the end. Requests pass hook input, before
 * IPVS has chosen an endpoint; answers of endpoints pass hook forward. Where nf_tables chooses, both pass hook forward.
 */
public final class RefusingChains {
    private static final Set<NftFamily> FAMILIES = Set.of(NftFamily.IP, NftFamily.IP6, NftFamily.INET);
    private static final Set<Hook> HOOKS = Set.of(Hook.INPUT, Hook.FORWARD);

    private RefusingChains() {}

    /** Those of the whole rule set. */
    public static Set<RefusingChain> of(NftablesClient client) throws NetlinkException {
        Set<RefusingChain> refusing = new LinkedHashSet<>();
        List<NftTable> tables = client.tables();
        boolean isTranslated =
                tables.stream().anyMatch(table -> table.key().name().equals(OurTables.DNAT));
        for (NftTable table : tables) {
            boolean isAwake = (table.flags() & TableFlag.DORMANT) == 0;
            if (isAwake && FAMILIES.contains(table.key().family()) && !OurTables.has(table.key())) {
                refusing.addAll(of(client, client.chains(table.key()), isTranslated));
            }
        }
        return refusing;
    }

    private static List<RefusingChain> of(NftablesClient client, List<NftChain> ofTable, boolean isTranslated)
            throws NetlinkException {
        List<RefusingChain> refusing = new ArrayList<>();
        ChainFate fate = new ChainFate(client::rules);
        for (NftChain chain : ofTable) {
            if (chain.base().filter(base -> HOOKS.contains(base.hook())).isPresent()) {
                boolean isByPolicy = chain.base().get().policy() == ChainPolicy.DROP;
                if (isByPolicy || fate.isRefusing(chain)) {
                    refusing.add(new RefusingChain(
                            chain.key(),
                            chain.base().get().hook(),
                            isByPolicy ? "its policy drops" : "its last rule refuses",
                            isTranslated,
                            FirewallAdvice.text(chain, ofTable, isTranslated)));
                }
            }
        }
        return refusing;
    }
}
