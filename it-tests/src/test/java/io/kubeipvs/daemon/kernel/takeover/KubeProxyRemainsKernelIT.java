package io.kubeipvs.daemon.kernel.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.RecordedKubeProxy;
import io.kubeipvs.netlink.ipset.IpsetClient;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of kube-proxy's chains and sets go, and which stay because others use them. */
class KubeProxyRemainsKernelIT {
    private final KernelNamespace namespace = KernelNamespace.withLoopback();
    private NftablesClient filter;
    private IpsetClient sets;

    @BeforeEach
    void open() throws Exception {
        filter = namespace.call(NftablesClient::open);
        sets = namespace.call(IpsetClient::open);
    }

    @AfterEach
    void close() throws Exception {
        filter.close();
        sets.close();
        namespace.close();
    }

    @Test
    void nothingIsDoneWhereNothingIs() throws Exception {
        namespace.run("iptables-nft", "-N", "KUBE-FIREWALL");
        String before = namespace.run("nft", "list", "ruleset");
        assertThat(removed()).isEqualTo(new KubeProxyChains.Found(List.of(), List.of()));
        assertThat(new KubeProxySets(sets).remove()).isEqualTo(new KubeProxySets.Found(List.of(), List.of()));
        assertThat(namespace.run("nft", "list", "ruleset")).isEqualTo(before);
    }

    @Test
    void aChainThatOthersLeadToStaysWithWhatItLeadsTo() throws Exception {
        RecordedKubeProxy.restoreSets(namespace);
        RecordedKubeProxy.restoreRules(namespace);
        iptables("-N CNI-HOSTPORT-DNAT", "-A CNI-HOSTPORT-DNAT -p tcp -j KUBE-LOAD-BALANCER");

        KubeProxyChains.Found found = removed();
        assertThat(found.removed()).hasSize(20).contains("ip nat KUBE-SERVICES", "ip6 nat KUBE-MARK-MASQ");
        assertThat(found.kept()).containsExactlyInAnyOrder("ip nat KUBE-LOAD-BALANCER", "ip nat KUBE-MARK-MASQ");
        assertThat(rules(namespace.run("iptables-nft-save", "-t", "nat")))
                .hasSize(4)
                .contains("-A CNI-HOSTPORT-DNAT -p tcp -j KUBE-LOAD-BALANCER")
                .anyMatch(rule -> rule.startsWith("-A KUBE-LOAD-BALANCER -m comment"))
                .contains("-A KUBE-LOAD-BALANCER -j KUBE-MARK-MASQ")
                .contains("-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000");

        // One set is still used, by the rule that stays: it is emptied, and all others are gone sooner or later.
        Await.equal(
                List.of("KUBE-LOAD-BALANCER-LOCAL"),
                () -> new KubeProxySets(sets).remove().emptied());
        assertThat(namespace.run("ipset", "save").lines())
                .singleElement()
                .asString()
                .startsWith("create KUBE-LOAD-BALANCER-LOCAL hash:ip,port");
    }

    @Test
    void whatEndpointsAnswerIsAcceptedOnWhereAllElseIsDropped() throws Exception {
        RecordedKubeProxy.restoreSets(namespace);
        RecordedKubeProxy.restoreRules(namespace);
        namespace.run("iptables-nft", "-P", "FORWARD", "DROP");
        assertThat(removed().kept()).containsExactly("ip filter KUBE-FORWARD");
        assertThat(rules(namespace.run("iptables-nft-save", "-t", "filter")))
                .hasSize(3)
                .anyMatch(rule -> rule.startsWith("-A FORWARD ") && rule.endsWith("-j KUBE-FORWARD"))
                .anyMatch(rule -> rule.startsWith("-A KUBE-FORWARD ") && rule.contains("RELATED,ESTABLISHED"));
    }

    @Test
    void chainsOfTheSameNamesInOtherTablesAreOthers() throws Exception {
        namespace.run(
                "nft",
                "add table ip of-mine; add chain ip of-mine KUBE-SERVICES; add table inet nat;"
                        + " add chain inet nat KUBE-SERVICES");
        String before = namespace.run("nft", "list", "ruleset");
        assertThat(removed().removed()).isEmpty();
        assertThat(namespace.run("nft", "list", "ruleset")).isEqualTo(before);
    }

    /** Removes them; what was planned before is what is removed. */
    private KubeProxyChains.Found removed() throws Exception {
        KubeProxyChains.Found planned = new KubeProxyChains(filter).planned();
        KubeProxyChains.Found removed = new KubeProxyChains(filter).remove(filter);
        assertThat(removed).isEqualTo(planned);
        return removed;
    }

    private void iptables(String... commands) {
        for (String command : commands) {
            namespace.run("sh", "-c", "iptables-nft -t nat " + command);
        }
    }

    private static List<String> rules(String saved) {
        return saved.lines().filter(line -> line.startsWith("-A")).toList();
    }
}
