package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.k8s.api.Samples;
import io.kubeipvs.daemon.k8s.api.StandInApiServer;
import io.kubeipvs.it.support.Deployed;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of docs/security.md about the running program. */
class SecurityKernelIT {
    private static final String SECRET = "Top5ecret";
    private static final String VIP = "10.96.0.1";

    @TempDir
    private Path folder;

    private KernelNamespace node;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.node("192.168.77.10/24");
        manifests = Manifests.create();
    }

    @AfterEach
    void tearDown() {
        node.close();
    }

    @Test
    void onlyTheDocumentedSocketsListen() throws Exception {
        manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.1"));
        manifests.write("lb.yaml", LOAD_BALANCER);
        manifests.write("node.yaml", NODE);
        try (Program program = Program.serving(node, manifests.folder(), "--hostname-override=n1")) {
            assertThat(node.run("ipvsadm", "-Sn")).as("a node port").contains("192.168.77.10:30080");
            Await.equal(
                    Set.of(
                            "tcp 127.0.0.1:10249", // metrics
                            "tcp *:10256", // probes, in both families
                            "tcp 192.168.77.10:32000", // healthCheckNodePort
                            "u_str /run/kube-ipvs/.kube-ipvs.NAMESPACE.sock/s"), // commands that look inside
                    () -> listening(program.pid()));
        }
    }

    /** Of every kind that another process can reach, as {@code ss} shows it. */
    private Set<String> listening(long pid) {
        return node.run("ss", "-Hlnp", "-A", "tcp,udp,raw,sctp,packet,unix,vsock")
                .lines()
                .filter(line -> line.contains("pid=" + pid + ","))
                .map(line -> line.split(" +"))
                .map(columns -> columns[0] + " "
                        + columns[4]
                                .replaceFirst("^\\[::ffff:(.*)]:", "$1:")
                                .replaceFirst("kube-ipvs[.][0-9]+[.]sock", "kube-ipvs.NAMESPACE.sock"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void noCredentialIsInTheLogAtItsHighestVerbosityNorInAPage() throws Exception {
        try (StandInApiServer server = node.call(StandInApiServer::new)) {
            server.put("services", Samples.service("web", VIP));
            for (String user : List.of(
                    "{token: " + SECRET + "}", "{username: me, password: " + SECRET + "}", "{tokenFile: token}")) {
                runWith(server, user);
            }
        }
    }

    private void runWith(StandInApiServer server, String user) throws Exception {
        Files.writeString(folder.resolve("token"), SECRET + "\n");
        Path kubeconfig = Files.writeString(
                folder.resolve("kubeconfig"), """
                current-context: here
                contexts: [{name: here, context: {cluster: here, user: me}}]
                clusters: [{name: here, cluster: {server: "%s"}}]
                users: [{name: me, user: %s}]
                """.formatted(server.url().replace("//", "//you:" + SECRET + "@"), user));
        try (Program program =
                Program.start(node, "run", "-v=9", "--kubeconfig", kubeconfig.toString(), "--ipvs-sync-period=1s")) {
            program.awaitLog("first_sync");
            server.goAway();
            program.awaitLog("api_request_failed");
            node.call(() -> {
                server.comeBack();
                return null;
            });
            program.awaitLog("api_server_answers");
            String pages = node.run(
                    "curl",
                    "-s",
                    "http://127.0.0.1:10249/metrics",
                    "http://127.0.0.1:10249/configz",
                    "http://127.0.0.1:10249/statusz",
                    "http://127.0.0.1:10256/healthz");
            assertThat(program.terminate()).isZero();
            assertThat(program.log() + pages)
                    .contains(" DEBUG ", "\tat ", "kubeproxy_sync_proxy_rules_duration_seconds_count")
                    .doesNotContain(
                            SECRET,
                            Base64.getEncoder().encodeToString(("me:" + SECRET).getBytes()),
                            Base64.getEncoder().encodeToString(("you:" + SECRET).getBytes()));
        }
    }

    @Test
    void servesWithTheCapabilitiesOfTheDaemonSetAndNoOther() throws Exception {
        manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.1"));
        String serve = " " + Program.LAUNCHER + " run --manifests " + manifests.folder();
        node.run("sh", "-c", Program.LAUNCHER + " run --init-only 2>&1");
        try (Pod p1 = new Pod(node, 1, "p1", "10.36.0.1");
                Pod p2 = new Pod(node, 2, "p2", "10.36.0.2");
                Pod client = new Pod(node, 3, "client", "10.36.0.3");
                Program program = Program.startShell(node, "exec " + Deployed.command() + serve)) {
            program.awaitLog("first_sync");
            assertThat(privileges(program.pid())).isEqualTo(expectedPrivileges());
            assertThat(Pod.askTcp(client.namespace(), VIP, 80)).isEqualTo("p1");
            manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.2") + Manifests.web("six", "fd00:96::1"));
            Await.equal("p2", () -> Pod.askTcp(client.namespace(), VIP, 80));
            Await.equal(Set.of(VIP, "fd00:96::1"), () -> new Witness(node).vips());
            node.run("ip", "link", "del", "kube-ipvs0");
            Await.equal(Set.of(VIP, "fd00:96::1"), () -> new Witness(node).vips());
            manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.2"));
            Await.equal(Set.of(VIP), () -> new Witness(node).vips());
            assertThat(program.log()).doesNotContain("not_done", "setting_not_set", "ERROR", "\tat ");
            assertThat(node.run("curl", "-s", "http://127.0.0.1:10256/healthz")).doesNotContain("degraded");
        }
    }

    private static Set<String> privileges(long pid) throws Exception {
        return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                .filter(line -> line.matches("(Cap(Inh|Prm|Eff|Bnd|Amb)|NoNewPrivs):.*"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<String> expectedPrivileges() throws Exception {
        long all = 0;
        for (String name : Deployed.capabilities()) {
            all |= 1L << CAPABILITIES.indexOf(name);
        }
        String mask = "%016x".formatted(all);
        String none = "%016x".formatted(0);
        return new TreeSet<>(Set.of(
                "CapInh:\t" + none,
                "CapPrm:\t" + mask,
                "CapEff:\t" + mask,
                "CapBnd:\t" + mask,
                "CapAmb:\t" + none,
                "NoNewPrivs:\t1"));
    }

    /** The first numbers of {@code include/uapi/linux/capability.h}. */
    private static final List<String> CAPABILITIES = List.of(
            "chown",
            "dac_override",
            "dac_read_search",
            "fowner",
            "fsetid",
            "kill",
            "setgid",
            "setuid",
            "setpcap",
            "linux_immutable",
            "net_bind_service",
            "net_broadcast",
            "net_admin",
            "net_raw");

    private static final String LOAD_BALANCER = """
            apiVersion: v1
            kind: Service
            metadata: {name: lb, namespace: default}
            spec:
              type: LoadBalancer
              clusterIP: 10.96.0.2
              externalTrafficPolicy: Local
              healthCheckNodePort: 32000
              ports: [{port: 80, targetPort: 8080, nodePort: 30080}]
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: lb-1, namespace: default, labels: {kubernetes.io/service-name: lb}}
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints: [{addresses: [10.36.0.1], nodeName: n1}]
            """;

    private static final String NODE = """
            apiVersion: v1
            kind: Node
            metadata: {name: n1}
            status: {addresses: [{type: InternalIP, address: 192.168.77.10}]}
            """;
}
