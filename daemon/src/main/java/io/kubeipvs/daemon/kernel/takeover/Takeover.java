package io.kubeipvs.daemon.kernel.takeover;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.sync.SyncListener;
import io.kubeipvs.daemon.sync.SyncReport;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.ipset.IpsetClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes kube-proxy's rules once ours are in force: after the first round in which the kernel answered every
 * operation. If they stayed, they would refuse the ports of Services that they do not know. kube-proxy's virtual
 * servers, link and addresses stay and belong to kube-ipvs from then on. What cannot be removed is tried again when
 * the kernel is prepared next.
 */
public final class Takeover implements SyncListener {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    private boolean isDone;
    private boolean isDue;
    private String lastProblem = "";

    @Override
    public void roundEnded(SyncReport report) {
        boolean isAnswered = Stream.of(Family.values()).allMatch(report::isAnswered);
        isDue |= report.round().preparation().isPresent();
        boolean isComplete = isAnswered && report.round().state().waiting() == 0;
        if (!isDone && isDue && isComplete) {
            isDue = false;
            try {
                KubeProxyChains.Found chains = removeChains();
                KubeProxySets.Found sets = removeSets();
                logRemoved(chains, sets);
                // The kernel releases the sets of a removed rule late: they are checked again.
                isDone = chains.removed().isEmpty() || sets.emptied().isEmpty();
                if (isDone) {
                    logRemaining(chains, sets);
                }
            } catch (NetlinkException | KernelUnavailableException e) {
                logProblem(e.getMessage());
            }
        }
    }

    private static KubeProxyChains.Found removeChains() throws NetlinkException {
        try (NftablesClient client = NftablesClient.open()) {
            return new KubeProxyChains(client).remove();
        }
    }

    private static KubeProxySets.Found removeSets() throws NetlinkException {
        try (IpsetClient client = IpsetClient.open()) {
            return new KubeProxySets(client).remove();
        }
    }

    private static void logRemoved(KubeProxyChains.Found chains, KubeProxySets.Found sets) {
        if (!chains.removed().isEmpty() || !sets.removed().isEmpty()) {
            LOG.info(
                    "kube_proxy_rules_removed chains={} sets={}",
                    chains.removed().size(),
                    sets.removed().size());
        }
    }

    private static void logRemaining(KubeProxyChains.Found chains, KubeProxySets.Found sets) {
        if (!chains.kept().isEmpty()) {
            LOG.warn(
                    "kube_proxy_chains_kept chains={} cause=\"rules of others lead to them, or chain FORWARD drops what"
                            + " they accept\"",
                    chains.kept());
        }
        if (!sets.emptied().isEmpty()) {
            boolean isIpv6Too = sets.emptied().stream().anyMatch(name -> name.startsWith("KUBE-6-"));
            LOG.warn(
                    "kube_proxy_rules_left sets={} cause=\"rules of iptables-legacy, or of others, refer to them\""
                            + " effect=\"none: the sets were emptied\" fix=\"{}\"",
                    sets.emptied(),
                    legacyCommands(isIpv6Too));
        }
    }

    /** The commands that empty the chains that netlink does not reach. */
    private static String legacyCommands(boolean isIpv6Too) {
        String commands = commands("iptables-legacy");
        return isIpv6Too ? commands + "; " + commands("ip6tables-legacy") : commands;
    }

    private static String commands(String program) {
        return KubeProxyNames.CHAINS.entrySet().stream()
                .flatMap(table -> table.getValue().stream().map(chain -> Map.entry(table.getKey(), chain)))
                .map(chain -> program + " -t " + chain.getKey() + " -F " + chain.getValue())
                .collect(Collectors.joining("; "));
    }

    private void logProblem(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            LOG.warn("kube_proxy_rules_not_removed_will_retry cause=\"{}\"", problem);
        }
    }
}
