package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.ipset.Ipset;
import io.kubeipvs.netlink.ipset.IpsetClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * kube-proxy's ipsets. A set that a rule still refers to is emptied, so that the rule matches nothing: rules of {@code
 * iptables-legacy} cannot be removed by netlink. The kernel also releases the sets of a removed rule late.
 */
final class KubeProxySets {
    private final IpsetClient client;

    /**
     * The findings.
     *
     * @param removed the sets that are gone
     * @param emptied those that rules refer to
     */
    record Found(List<String> removed, List<String> emptied) {}

    KubeProxySets(IpsetClient client) {
        this.client = client;
    }

    /** The sets that have elements. Those that rules refer to were emptied, and only kube-proxy fills them. */
    List<String> filled() throws NetlinkException {
        List<String> names = KubeProxyNames.sets();
        return client.sets().stream()
                .filter(set -> set.elements() > 0 && names.contains(set.name()))
                .map(Ipset::name)
                .toList();
    }

    /** Removes them, or empties them. */
    Found remove() throws NetlinkException {
        Map<String, Ipset> existing =
                client.sets().stream().collect(Collectors.toMap(Ipset::name, Function.identity()));
        Found found = new Found(new ArrayList<>(), new ArrayList<>());
        for (String name : KubeProxyNames.sets()) {
            Ipset set = existing.get(name);
            if (set != null && set.references() == 0 && destroy(name)) {
                found.removed().add(name);
            } else if (set != null) {
                client.flush(name);
                found.emptied().add(name);
            }
        }
        return found;
    }

    /** Returns whether it is gone: a rule may have come that refers to it. */
    private boolean destroy(String name) throws NetlinkException {
        try {
            client.destroy(name);
            return true;
        } catch (RefusedException e) {
            if (e.errno().equals(Errno.IPSET_ERR_BUSY)) {
                return false;
            }
            throw e;
        }
    }
}
