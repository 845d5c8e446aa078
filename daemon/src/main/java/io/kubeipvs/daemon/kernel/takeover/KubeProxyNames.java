package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.core.model.Family;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names of the chains and sets of kube-proxy's IPVS mode, as of 1.36. Other names that begin with {@code KUBE-}
 * are those of kubelet and of kube-proxy's other modes.
 */
final class KubeProxyNames {
    /** By iptables' table. */
    static final Map<String, List<String>> CHAINS = new TreeMap<>(Map.of(
            "nat",
            List.of("KUBE-SERVICES", "KUBE-POSTROUTING", "KUBE-NODE-PORT", "KUBE-LOAD-BALANCER", "KUBE-MARK-MASQ"),
            "filter",
            List.of(
                    "KUBE-FORWARD",
                    "KUBE-NODE-PORT",
                    "KUBE-PROXY-FIREWALL",
                    "KUBE-SOURCE-RANGES-FIREWALL",
                    "KUBE-IPVS-FILTER",
                    "KUBE-IPVS-OUT-FILTER")));

    /** The longest name of a set, {@code IPSET_MAXNAMELEN} less the closing zero. */
    private static final int MAX_SET_NAME = 31;

    /** Those that forbid first, so that no set is empty that allows what another one still forbids. */
    private static final List<String> SETS = List.of(
            "IPVS-IPS",
            "LOAD-BALANCER-FW",
            "LOAD-BALANCER-SOURCE-CIDR",
            "LOAD-BALANCER-SOURCE-IP",
            "LOOP-BACK",
            "CLUSTER-IP",
            "EXTERNAL-IP",
            "EXTERNAL-IP-LOCAL",
            "LOAD-BALANCER",
            "LOAD-BALANCER-LOCAL",
            "NODE-PORT-TCP",
            "NODE-PORT-LOCAL-TCP",
            "NODE-PORT-UDP",
            "NODE-PORT-LOCAL-UDP",
            "NODE-PORT-SCTP-HASH",
            "NODE-PORT-LOCAL-SCTP-HASH",
            "HEALTH-CHECK-NODE-PORT");

    private KubeProxyNames() {}

    /** All sets of both families, in the order in which they may be emptied. */
    static List<String> sets() {
        return Stream.of(Family.values())
                .flatMap(family -> SETS.stream().map(name -> set(family, name)))
                .toList();
    }

    private static String set(Family family, String name) {
        String whole = (family == Family.IPV4 ? "KUBE-" : "KUBE-6-") + name;
        return whole.substring(0, Math.min(whole.length(), MAX_SET_NAME));
    }
}
