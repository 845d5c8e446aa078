package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipset.Ipset;
import io.kubeipvs.netlink.ipset.IpsetClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;
import java.util.Set;

/**
 * The part of kube-proxy's rules that {@link Takeover} would remove now.
 *
 * @param chains that would be removed, as {@code FAMILY TABLE CHAIN}
 * @param keptChains that would stay, because they are of use still
 * @param sets that would be removed
 * @param emptiedSets that would be emptied, because rules refer to them that netlink does not reach
 */
public record PlannedTakeover(
        List<String> chains, List<String> keptChains, List<String> sets, List<String> emptiedSets) {
    public PlannedTakeover {
        chains = List.copyOf(chains);
        keptChains = List.copyOf(keptChains);
        sets = List.copyOf(sets);
        emptiedSets = List.copyOf(emptiedSets);
    }

    /**
     * Those of the network namespace of the calling thread. Nothing is changed.
     *
     * @throws KernelUnavailableException when they cannot be read
     */
    public static PlannedTakeover read() {
        try (NftablesClient client = NftablesClient.open();
                IpsetClient sets = IpsetClient.open()) {
            return of(new KubeProxyChains(client).planned(), sets.sets());
        } catch (NetlinkException e) {
            throw new KernelUnavailableException("kube-proxy's rules cannot be read: " + e.getMessage(), e);
        }
    }

    /** A set to which rules refer goes with these rules, if there are any that can be removed. */
    static PlannedTakeover of(KubeProxyChains.Found chains, List<Ipset> existing) {
        Set<String> theirs = Set.copyOf(KubeProxyNames.sets());
        List<Ipset> sets =
                existing.stream().filter(set -> theirs.contains(set.name())).toList();
        boolean isReleased = !chains.removed().isEmpty();
        return new PlannedTakeover(
                chains.removed(),
                chains.kept(),
                names(sets.stream()
                        .filter(set -> isReleased || set.references() == 0)
                        .toList()),
                names(sets.stream()
                        .filter(set -> !isReleased && set.references() > 0 && set.elements() > 0)
                        .toList()));
    }

    private static List<String> names(List<Ipset> sets) {
        return sets.stream().map(Ipset::name).toList();
    }
}
