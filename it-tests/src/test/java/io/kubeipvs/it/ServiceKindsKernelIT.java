package io.kubeipvs.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Real connections to every kind of Service, from a host outside, from a pod and from the node: which pods answered.
 * Pods p1 and p2 are on this node, n1; p3 counts as one of node n2.
 */
class ServiceKindsKernelIT {
    private static final String CLUSTER_IP = "10.96.0.1";
    private static final String NODE = "192.168.1.2";
    private static final String NODE6 = "fd00:192::2";
    private static final String EVERYWHERE = "10.36.0.1@n1 10.36.0.2@n1 10.36.0.3@n2";
    private static final String REMOTE = "10.36.0.3@n2";

    private KernelNamespace node;
    private KernelNamespace outside;
    private Manifests manifests;
    private final List<Pod> pods = new ArrayList<>();
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1");
        outside = KernelNamespace.withLoopback();
        node.run("ip", "link", "add", "uplink", "type", "veth", "peer", "name", "eth0", "netns", outside.name());
        for (String address : List.of(NODE + "/24", NODE6 + "/64")) {
            node.run("ip", "addr", "add", address, "dev", "uplink");
        }
        node.run("ip", "link", "set", "uplink", "up");
        outside.run("ip", "addr", "add", "192.168.1.100/24", "dev", "eth0");
        outside.run("ip", "addr", "add", "fd00:192::100/64", "dev", "eth0", "nodad");
        outside.run("ip", "link", "set", "eth0", "up");
        outside.run("ip", "route", "add", "default", "via", NODE);
        outside.run("ip", "route", "add", "default", "via", NODE6);
        manifests = Manifests.create();
        for (int i = 1; i <= 3; i++) {
            pods.add(new Pod(node, i, "p" + i, "10.36.0." + i));
        }
        pods.add(new Pod(node, 4, "six", "fd00:10:36::4"));
        client = new Pod(node, 5, "client", "10.36.0.5");
        pods.add(client);
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : pods) {
            pod.close();
        }
        outside.close();
        node.close();
    }

    @Test
    void everyKindOfAddressServes() throws Exception {
        manifests.write("web.yaml", web("""
                type: LoadBalancer
                externalIPs: ["203.0.113.7", "192.168.1.2", "169.254.7.7"]
                """, "10.36.0.1 10.36.0.2") + """
                status: {loadBalancer: {ingress: [{ip: 203.0.113.8, ipMode: VIP}, {ip: 203.0.113.9, ipMode: Proxy}]}}
                """);
        manifests.write("six.yaml", six());
        try (Program program = serving()) {
            assertThat(bound()).containsExactly(CLUSTER_IP, "203.0.113.7", "203.0.113.8", "fd00:10:96::6");
            for (String address : List.of("203.0.113.7:80", "203.0.113.8:80", NODE + ":80", NODE + ":30080")) {
                assertThat(whoAnswers(outside, address))
                        .as(address + " from outside")
                        .containsExactly("p1", "p2");
                assertThat(whoAnswers(client.namespace(), address))
                        .as(address + " from a pod")
                        .containsExactly("p1", "p2");
            }
            assertThat(whoAnswers(node, NODE + ":30080")).as("from the node").containsExactly("p1", "p2");
            assertThat(Pod.askUdp(outside, NODE, 30080))
                    .as("one number, two protocols")
                    .isIn("p1", "p2");
            assertThat(Pod.askTcp(outside, NODE6, 30086)).isEqualTo("six");
            assertThat(virtualServers())
                    .noneMatch(line -> line.contains("203.0.113.9") || line.contains("169.254.7.7"));
            program.awaitLog(
                    "address_refused Service default/web: spec.externalIPs 169.254.7.7: is a link-local address");
            assertThatThrownBy(() -> Pod.askTcp(client.namespace(), CLUSTER_IP, 30080))
                    .as("a node port is not on a VIP")
                    .isInstanceOf(ConnectException.class);
            nodePortsFollowTheNodesAddresses(program);
        }
        leavesNothingThatWentMeanwhile();
    }

    private void nodePortsFollowTheNodesAddresses(Program program) throws Exception {
        node.run("ip", "addr", "add", "192.168.1.3/24", "dev", "uplink");
        await(program, "the new address to have node ports", () -> hasVirtualServer("192.168.1.3:30080"));
        assertThat(whoAnswers(outside, "192.168.1.3:30080")).containsExactly("p1", "p2");
        node.run("ip", "addr", "del", "192.168.1.3/24", "dev", "uplink");
        await(program, "the old address to have none", () -> !hasVirtualServer("192.168.1.3:30080"));

        node.run("ip", "addr", "add", "203.0.113.7/32", "dev", "uplink");
        await(program, "an address to be left to the link that has it", () -> !bound().contains("203.0.113.7"));
        assertThat(whoAnswers(outside, "203.0.113.7:80")).containsExactly("p1", "p2");
        node.run("ip", "addr", "del", "203.0.113.7/32", "dev", "uplink");
        await(program, "an address to be bound that no link has", () -> bound().contains("203.0.113.7"));
    }

    private void leavesNothingThatWentMeanwhile() throws Exception {
        node.run("ipvsadm", "-A", "-t", NODE + ":8443", "-s", "wlc");
        manifests.delete("web.yaml");
        manifests.delete("six.yaml");
        try (Program program = serving()) {
            assertThat(program.isAlive()).isTrue();
            await(
                    program,
                    "node ports and VIPs to have drained",
                    () -> virtualServers().stream()
                            .noneMatch(line -> line.contains(":30080") || line.contains("203.0.113")));
            await(program, "no VIP to be bound", () -> bound().isEmpty());
            assertThat(virtualServers())
                    .as("what remains is another's, or on an address that only an external IP named")
                    .contains("-A -t " + NODE + ":8443 -s wlc");
        }
    }

    @Test
    void policiesDecideWhichPodsAnswer() throws Exception {
        String external = "type: LoadBalancer\nexternalTrafficPolicy: Local\nexternalIPs: [203.0.113.7]\n";
        manifests.write("web.yaml", web(external, EVERYWHERE));
        try (Program program = serving()) {
            assertThat(whoAnswers(client.namespace(), CLUSTER_IP + ":80")).containsExactly("p1", "p2", "p3");
            for (String address : List.of(NODE + ":30080", "203.0.113.7:80")) {
                assertThat(whoAnswers(outside, address)).as(address).containsExactly("p1", "p2");
            }
            change(program, web(external, REMOTE), "203.0.113.7:80");
            for (int port : new int[] {30080, 80}) {
                String address = port == 80 ? "203.0.113.7" : NODE;
                assertThatThrownBy(() -> Pod.askTcp(outside, address, port))
                        .as("never led to another node")
                        .isInstanceOf(ConnectException.class);
            }
            assertThat(whoAnswers(client.namespace(), CLUSTER_IP + ":80")).containsExactly("p3");

            String internal = "type: NodePort\ninternalTrafficPolicy: Local\n";
            manifests.write("web.yaml", web(internal, EVERYWHERE));
            await(program, "two local pods behind the cluster address", () -> behind(CLUSTER_IP + ":80") == 2);
            assertThat(whoAnswers(client.namespace(), CLUSTER_IP + ":80")).containsExactly("p1", "p2");
            assertThat(whoAnswers(outside, NODE + ":30080")).containsExactly("p1", "p2", "p3");
            change(program, web(internal, REMOTE), CLUSTER_IP + ":80");
            assertThatThrownBy(() -> Pod.askTcp(client.namespace(), CLUSTER_IP, 80))
                    .isInstanceOf(ConnectException.class);
            assertThat(whoAnswers(outside, NODE + ":30080")).containsExactly("p3");

            manifests.write("web.yaml", web("type: NodePort\nsessionAffinity: ClientIP\n", EVERYWHERE));
            await(
                    program,
                    "clients to stick",
                    () -> virtualServers().contains("-A -t " + NODE + ":30080 -s rr -p 10800"));
            await(program, "three pods", () -> behind(NODE + ":30080") == 3);
            assertThat(whoAnswers(outside, NODE + ":30080")).hasSize(1);
        }
    }

    /** Writes it, and waits until nothing is behind this address. */
    private void change(Program program, String text, String empty) throws Exception {
        manifests.write("web.yaml", text);
        await(program, "nothing behind " + empty, () -> behind(empty) == 0);
    }

    private Program serving() throws Exception {
        return Program.serving(node, manifests.folder(), "--node-name", "n1", "--ipvs-drain-timeout", "1s");
    }

    private static void await(Program program, String what, Callable<Boolean> condition) throws Exception {
        Await.until(what, Duration.ofSeconds(60), condition, program::log);
    }

    private Set<String> whoAnswers(KernelNamespace from, String addressAndPort) throws Exception {
        String[] parts = addressAndPort.split(":");
        Set<String> names = new TreeSet<>();
        for (int i = 0; i < 6; i++) {
            names.add(Pod.askTcp(from, parts[0], Integer.parseInt(parts[1])));
        }
        return names;
    }

    private Set<String> bound() {
        return new Witness(node).vips();
    }

    private Set<String> virtualServers() {
        return new Witness(node).ipvsadm();
    }

    private boolean hasVirtualServer(String addressAndPort) {
        return virtualServers().stream().anyMatch(line -> line.startsWith("-A -t " + addressAndPort + " "));
    }

    private long behind(String addressAndPort) {
        return virtualServers().stream()
                .filter(line -> line.startsWith("-a -t " + addressAndPort + " "))
                .count();
    }

    /** A Service on TCP and UDP port 80 and node port 30080; endpoints as "address@node", of this node where none is said. */
    private static String web(String spec, String endpoints) {
        StringBuilder text = new StringBuilder("""
                apiVersion: discovery.k8s.io/v1
                kind: EndpointSlice
                metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
                addressType: IPv4
                ports: [{name: tcp, port: 8080}, {name: udp, port: 8080, protocol: UDP}]
                endpoints:
                """);
        for (String endpoint : endpoints.split(" ")) {
            String[] parts = (endpoint + "@n1").split("@");
            text.append("- {addresses: [\"" + parts[0] + "\"], nodeName: " + parts[1] + "}\n");
        }
        return text.append("""
                ---
                apiVersion: v1
                kind: Service
                metadata: {name: web}
                spec:
                  clusterIP: 10.96.0.1
                  ports:
                  - {name: tcp, port: 80, nodePort: 30080}
                  - {name: udp, port: 80, protocol: UDP, nodePort: 30080}
                """).append(spec.indent(2)).toString();
    }

    private static String six() {
        return Manifests.web("six", "fd00:10:96::6", "fd00:10:36::4")
                .replace("{port: 80, targetPort: 8080}", "{port: 80, nodePort: 30086}");
    }
}
