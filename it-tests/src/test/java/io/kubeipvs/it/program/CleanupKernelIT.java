package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kube-ipvs cleanup} leaves the node as it was, as the tools of others show it, and what is others' alone. */
class CleanupKernelIT {
    /** Every setting of the namespace, except the kernel's own counts and random numbers. */
    private static final String SETTINGS = "sysctl -a 2>/dev/null | grep -E '^net[.]' | grep -vE"
            + " 'nf_conntrack_count|stable_secret|ipv4[.]tcp_fastopen_key|[.]kube-ipvs0[.]' | sort";

    private KernelNamespace node;
    private Manifests manifests;
    private Path state;
    private Path config;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.node("192.168.77.10/24", "fd00:77::10/64");
        manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1", "10.36.0.2"));
        manifests.write("six.yaml", Manifests.web("six", "fd00:96::1", "fd00:36::1"));
        manifests.write("np.yaml", NODE_PORT);
        state = manifests.folder().resolveSibling(manifests.folder().getFileName() + "-state");
        config = Files.writeString(state.resolveSibling(state.getFileName() + ".conf"), CONFIG);
    }

    @AfterEach
    void tearDown() {
        node.close();
    }

    @Test
    void leavesTheNodeAsItWas() throws Exception {
        layDownWhatIsForeign();
        Map<String, String> before = look();
        try (Program program = serve()) {
            assertThat(node.run("ipvsadm", "-Sn")).contains("10.96.0.1:80", "192.168.77.10:30080", "[fd00:96::1]:80");
            assertThat(node.run("sysctl", "-n", "net.ipv4.conf.all.arp_ignore").strip())
                    .isEqualTo("1");
            assertThat(node.run("ipvsadm", "-L", "--timeout")).contains("100 120 200");

            Run tooEarly = cleanup();
            assertThat(tooEarly.output()).startsWith("kube-ipvs: kube-ipvs works on this node already (run, version ");
            assertThat(tooEarly.status()).isEqualTo(1);
            assertThat(program.terminate()).isZero();
        }
        assertThat(look()).isNotEqualTo(before);

        Run cleanup = cleanup();
        assertThat(cleanup.output()).matches("""
                        virtual servers and VIPs: [1-9]\\d* operations
                        packet filter: [345] tables
                        link kube-ipvs0: removed
                        kernel settings: [1-9]\\d* put back
                        """);
        assertThat(cleanup.status()).isZero();
        assertThat(look()).isEqualTo(before);

        assertThat(cleanup().output()).isEqualTo("nothing of kube-ipvs is on this node\n");
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void namesTheStepThatFailsAndDoesTheRest() throws Exception {
        Map<String, String> before = look();
        try (Program program = serve()) {
            assertThat(program.terminate()).isZero();
        }
        // In a range of excludeCIDRs, so not ours.
        node.run("ip", "addr", "add", "10.99.0.7/32", "dev", "kube-ipvs0");
        node.run("ipvsadm", "-A", "-t", "10.99.0.7:80", "-s", "rr");
        node.run("sysctl", "-qw", "net.ipv4.conf.all.arp_announce=1");

        Run cleanup = cleanup();
        assertThat(cleanup.output())
                .contains("link kube-ipvs0: NOT DONE: it has addresses that stay: 10.99.0.7; ip link delete kube-ipvs0")
                .contains("net.ipv4.conf.all.arp_announce kept: another program changed it since");
        assertThat(cleanup.status()).isEqualTo(1);
        assertThat(node.run("ipvsadm", "-Sn").strip()).isEqualTo("-A -t 10.99.0.7:80 -s rr");

        node.run("ip", "link", "delete", "kube-ipvs0");
        node.run("ipvsadm", "-D", "-t", "10.99.0.7:80");
        node.run("sysctl", "-qw", "net.ipv4.conf.all.arp_announce=0");
        assertThat(look()).isEqualTo(before);
    }

    @Test
    void knowsWhatAKilledProgramLeftAndWhichSettingsItChanged() throws Exception {
        Map<String, String> before = look();
        try (Program program = serve()) {
            program.kill();
        }
        assertThat(cleanup().status()).isZero();
        assertThat(look()).isEqualTo(before);
    }

    private Program serve() throws Exception {
        return Program.serving(
                node, manifests.folder(), "--config", config.toString(), "--state-dir", state.toString());
    }

    private record Run(int status, String output) {}

    private Run cleanup() throws Exception {
        try (Program program =
                Program.start(node, "cleanup", "--config", config.toString(), "--state-dir", state.toString())) {
            int status = program.awaitExit();
            return new Run(status, program.log());
        }
    }

    private void layDownWhatIsForeign() {
        node.run("ipvsadm", "-A", "-t", "192.168.77.10:8443", "-s", "lc");
        node.run("ipvsadm", "-a", "-t", "192.168.77.10:8443", "-r", "10.36.0.9:443", "-m");
        node.run("ipvsadm", "-A", "-f", "7", "-s", "rr");
        node.run(
                "nft",
                "add table ip of-mine; add chain ip of-mine c { type filter hook input priority 0; };"
                        + " add table inet kube-proxy; add rule ip of-mine c accept");
        node.run("ip", "link", "add", "kube-ipvs1", "type", "dummy");
    }

    /** The view of other programs. */
    private Map<String, String> look() {
        Map<String, String> seen = new LinkedHashMap<>();
        seen.put("ipvsadm", node.run("ipvsadm", "-Sn"));
        seen.put("timeouts", node.run("ipvsadm", "-L", "--timeout"));
        seen.put("addresses", node.run("ip", "addr"));
        seen.put("rules", node.run("nft", "list", "ruleset"));
        seen.put("settings", node.run("sh", "-c", SETTINGS));
        return seen;
    }

    private static final String CONFIG = """
            apiVersion: kubeproxy.config.k8s.io/v1alpha1
            kind: KubeProxyConfiguration
            mode: ipvs
            ipvs: {strictARP: true, tcpTimeout: 100s, udpTimeout: 200s, excludeCIDRs: [10.99.0.0/16]}
            conntrack: {maxPerCore: 0, tcpEstablishedTimeout: 1h, udpTimeout: 31s}
            """;

    private static final String NODE_PORT = """
            apiVersion: v1
            kind: Service
            metadata: {name: np, namespace: default}
            spec:
              type: NodePort
              externalTrafficPolicy: Local
              clusterIP: 10.96.0.2
              ports: [{port: 80, nodePort: 30080}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: np-1, namespace: default, labels: {kubernetes.io/service-name: np}}
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints: [{addresses: [10.36.0.3]}]
            """;
}
