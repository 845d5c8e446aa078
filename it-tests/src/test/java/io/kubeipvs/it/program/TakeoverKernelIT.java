package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.NodeOfKubeProxy;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.TakeoverNode;
import io.kubeipvs.it.support.Witness;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** From kube-proxy to us and back, on a node with the state that a real kube-proxy laid down. */
class TakeoverKernelIT {
    private static final String FOREIGN_RULE = "-A INPUT -i kube-foreign -p tcp -j KUBE-FIREWALL";

    private TakeoverNode takeover;
    private KernelNamespace node;
    private Witness witness;

    @BeforeEach
    void setUp() throws Exception {
        takeover = new TakeoverNode();
        node = takeover.namespace();
        witness = new Witness(node);
    }

    @AfterEach
    void tearDown() throws Exception {
        takeover.close();
    }

    @Test
    void takesOverWhatKubeProxyLeftAndConnectionsGoOn() throws Exception {
        NodeOfKubeProxy.layDown(node, "nft");
        layDownWhatIsForeign();
        try (Conversation inside = talk(takeover.insider());
                Conversation outside = talk(takeover.outsider())) {
            assertThat(inside.send("before")).isEqualTo("p1 before");
            assertThat(outside.send("before")).isEqualTo("p1 before");
            Set<String> tables = tables();
            try (Program program = takeover.serve()) {
                program.awaitLog("kube_proxy_rules_removed chains=22 ");
                assertThat(inside.send("after")).isEqualTo("p1 after");
                assertThat(outside.send("after")).isEqualTo("p1 after");
                assertThat(adopted()).isEqualTo(expected());
                assertThat(witness.vips()).isEqualTo(without(NodeOfKubeProxy.vips(), "10.96.0.1"));
                assertThat(node.run("iptables-nft-save")).contains(FOREIGN_RULE, "KUBE-KUBELET-CANARY");
                assertThat(kubeProxysChains("iptables-nft")).isEmpty();
                assertThat(kubeProxysChains("ip6tables-nft")).isEmpty();
                // The kernel releases them some time after the rules: with the next reading at the latest.
                Await.equal(
                        List.of("KUBE-FOREIGN"),
                        () -> node.run("ipset", "list", "-n").lines().toList());
                assertThat(program.log()).doesNotContain("WARN kube_proxy");
                assertThat(tables()).containsAll(tables);
                assertThat(Pod.askTcp(takeover.outsider(), "10.97.1.3", 6379)).isIn("p1", "p2");
            }
        }
    }

    @Test
    void makesHarmlessWhatNetlinkDoesNotReach() throws Exception {
        NodeOfKubeProxy.layDown(node, "legacy");
        try (Program program = takeover.serve()) {
            program.awaitLog("kube_proxy_rules_left");
            assertThat(program.log()).contains("fix=\"iptables-legacy -t filter -F KUBE-FORWARD; ");
            // Of a Service that kube-proxy never received: its rules refused it, while its sets existed.
            takeover.manifests()
                    .write(
                            "new.yaml",
                            Manifests.web("new", "10.97.1.1", "10.200.0.12").replace("port: 80,", "port: 82,"));
            Await.until(
                    "the new Service",
                    Duration.ofSeconds(60),
                    () -> witness.ipvsadm().contains("-A -t 10.97.1.1:82 -s rr"),
                    program::evidence);
            assertThat(Pod.askTcp(takeover.outsider(), "10.97.1.1", 82)).isEqualTo("p2");
            String fix = program.log().replaceAll("(?s).*fix=\"([^\"]*)\".*", "$1");
            node.run("sh", "-ec", fix);
            assertThat(kubeProxysRules("iptables-legacy")).isEmpty();
            assertThat(kubeProxysRules("ip6tables-legacy")).isEmpty();
        }
    }

    @Test
    void kubeProxyFindsWhatItExpectsAndConnectionsGoOn() throws Exception {
        try (Program program = takeover.serve()) {
            assertThat(program.log()).doesNotContain("kube_proxy_rules_removed");
            assertThat(adopted()).isEqualTo(expected());
        }
        try (Conversation inside = talk(takeover.insider());
                Conversation outside = talk(takeover.outsider())) {
            assertThat(inside.send("before")).isEqualTo("p1 before");
            assertThat(outside.send("before")).isEqualTo("p1 before");
            takeover.handBack();
            assertThat(node.run("nft", "list", "tables")).doesNotContain("table ip kube-proxy", "table ip6 kube-proxy");
            assertThat(inside.send("after")).isEqualTo("p1 after");
            assertThat(outside.send("after")).isEqualTo("p1 after");
            assertThat(Pod.askTcp(takeover.outsider(), "10.97.1.3", 6379)).isIn("p1", "p2");
        }
    }

    private static Conversation talk(KernelNamespace from) throws Exception {
        return Conversation.open(from, NodeOfKubeProxy.TALK_VIP, NodeOfKubeProxy.TALK_PORT);
    }

    private void layDownWhatIsForeign() {
        node.run("iptables-nft", "-N", "KUBE-FIREWALL");
        node.run("iptables-nft", "-t", "mangle", "-N", "KUBE-KUBELET-CANARY");
        node.run("sh", "-c", "iptables-nft " + FOREIGN_RULE);
        node.run("ipset", "create", "KUBE-FOREIGN", "hash:ip");
        node.run("nft", "add table ip of-mine; add chain ip of-mine KUBE-SERVICES");
    }

    /** kube-proxy's virtual servers, without that of the Service that is gone. */
    private static Set<String> expected() throws Exception {
        return without(NodeOfKubeProxy.servers(), "-A -t 10.96.0.1:443 -s rr");
    }

    private static Set<String> without(Set<String> all, String one) {
        Set<String> others = new TreeSet<>(all);
        assertThat(others.remove(one)).isTrue();
        return others;
    }

    /** The virtual servers; without those by mark, which kube-proxy does not have. */
    private Set<String> adopted() {
        Set<String> servers = witness.ipvsadm();
        servers.removeIf(line -> line.contains(" -f "));
        return servers;
    }

    private Set<String> tables() {
        return new TreeSet<>(node.run("nft", "list", "tables").lines().toList());
    }

    private List<String> kubeProxysChains(String iptables) {
        return node.run(iptables + "-save")
                .lines()
                .filter(line ->
                        line.matches(".*KUBE-(SERVICES|POSTROUTING|NODE|LOAD|MARK|FORWARD|PROXY|SOURCE|IPVS).*"))
                .toList();
    }

    private List<String> kubeProxysRules(String iptables) {
        return kubeProxysChains(iptables).stream()
                .filter(line -> line.startsWith("-A KUBE"))
                .toList();
    }
}
