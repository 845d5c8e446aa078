package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipset.IpsetClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** kube-proxy's chains and sets in the network namespace of the calling thread. */
interface KubeProxyRules {
    /** Changes of Services wait for this look, and it is repeated: it is not worth many attempts. */
    int ATTEMPTS = 2;

    /** Those of the kernel. */
    KubeProxyRules OF_KERNEL = new KubeProxyRules() {
        @Override
        public Set<String> inForce() throws NetlinkException {
            try (NftablesClient client = NftablesClient.open();
                    IpsetClient sets = IpsetClient.open()) {
                Set<String> all = new TreeSet<>(new KubeProxyChains(client.withListAttempts(ATTEMPTS)).present());
                new KubeProxySets(sets).filled().forEach(name -> all.add("set " + name));
                return all;
            }
        }

        @Override
        public Removal remove() throws NetlinkException {
            try (NftablesClient client = NftablesClient.open();
                    IpsetClient sets = IpsetClient.open()) {
                return new Removal(new KubeProxyChains(client).remove(client), new KubeProxySets(sets).remove());
            }
        }
    };

    /** The result of a removal. */
    record Removal(KubeProxyChains.Found chains, KubeProxySets.Found sets) {
        /** Whether the kernel may release more sets, because it releases those of a removed rule late. */
        boolean isToBeRepeated() {
            return !chains.removed().isEmpty() && !sets.emptied().isEmpty();
        }

        /** Whether anything was removed. */
        boolean isAny() {
            return Stream.of(chains.removed(), sets.removed()).anyMatch(names -> !names.isEmpty());
        }

        /** The chains that stay, as {@link #inForce} names them. */
        List<String> kept() {
            return chains.kept();
        }
    }

    /** The chains that exist and the sets that have elements. */
    Set<String> inForce() throws NetlinkException;

    /** Removes them as far as that is possible. */
    Removal remove() throws NetlinkException;
}
