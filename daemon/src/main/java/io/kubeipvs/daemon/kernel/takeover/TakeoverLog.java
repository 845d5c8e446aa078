package io.kubeipvs.daemon.kernel.takeover;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The log lines of the takeover. */
final class TakeoverLog {
    private static final Logger LOG = LoggerFactory.getLogger(Takeover.class);

    private String lastProblem = "";

    void removed(KubeProxyRules.Removal removal) {
        if (removal.isAny()) {
            LOG.info(
                    "kube_proxy_rules_removed chains={} sets={}",
                    removal.chains().removed().size(),
                    removal.sets().removed().size());
        }
    }

    void remaining(KubeProxyRules.Removal removal) {
        if (!removal.kept().isEmpty()) {
            LOG.warn(
                    "kube_proxy_chains_kept chains={} cause=\"rules of others lead to them, or chain FORWARD drops what"
                            + " they accept\"",
                    removal.kept());
        }
        if (!removal.sets().emptied().isEmpty()) {
            boolean isIpv6Too = removal.sets().emptied().stream().anyMatch(name -> name.startsWith("KUBE-6-"));
            LOG.warn(
                    "kube_proxy_rules_left sets={} cause=\"rules of iptables-legacy, or of others, refer to them\""
                            + " effect=\"none: the sets were emptied\" fix=\"{}\"",
                    removal.sets().emptied(),
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

    void notRemoved(String problem) {
        if (!problem.equals(lastProblem)) {
            lastProblem = problem;
            LOG.warn("kube_proxy_rules_not_removed_will_retry cause=\"{}\"", problem);
        }
    }

    void returned(Set<String> rules, String fix) {
        LOG.warn(
                "kube_proxy_returned rules={} cause=\"kube-proxy works on this node too\""
                        + " effect=\"both change the same virtual servers; its rules are removed less and less often\""
                        + " fix=\"{}\"",
                rules,
                fix);
    }

    void gone() {
        LOG.info("kube_proxy_gone effect=\"its rules did not come back\"");
    }
}
