package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that last while the pod or the Service they were made to goes. */
class DrainKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final String P1 = "10.36.0.1";
    private static final String P2 = "10.36.0.2";

    private KernelNamespace node;
    private Witness witness;
    private Manifests manifests;
    private Pod p1;
    private Pod p2;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        witness = new Witness(node);
        witness.ipvsadm(); // the namespace's net.ipv4.vs exists once the module is loaded
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.vs.expire_nodest_conn=1");
        manifests = Manifests.create();
        p1 = new Pod(node, 1, "p1", P1);
        p2 = new Pod(node, 2, "p2", P2);
        client = new Pod(node, 3, "client", "10.36.0.3");
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : new Pod[] {p1, p2, client}) {
            pod.close();
        }
        node.close();
    }

    @Test
    void aConnectionGoesOnWhenItsPodLeavesAndTheServerIsGoneWithIt() throws Exception {
        serve(P1);
        try (Program program = Program.serving(node, manifests.folder())) {
            Conversation conversation = talk();
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            serve(P2);
            kernelHas(program, rules("rr", P1 + " 0", P2 + " 1"));
            assertThat(conversation.send("still there")).isEqualTo("p1 still there");
            assertThat(whoTalks()).isEqualTo("p2");
            program.awaitLog("draining=1 ");
            assertThat(metrics()).contains("kubeipvs_draining_servers 1");

            serve(P1, P2);
            kernelHas(program, rules("rr", P1 + " 1", P2 + " 1"));
            serve(P2);
            kernelHas(program, rules("rr", P1 + " 0", P2 + " 1"));
            assertThat(conversation.send("and back")).isEqualTo("p1 and back");

            conversation.close();
            kernelHas(program, rules("rr", P2 + " 1"));
            program.awaitLog("draining=0 ");
            assertThat(metrics()).contains("kubeipvs_draining_servers 0");
            assertThat(program.log()).doesNotContain("not_done", "Exception", "\tat ");
        }
    }

    @Test
    void aDeletedServiceServesItsConnectionsRefusesNewOnesAndLeavesNothing() throws Exception {
        serve(P1);
        Conversation conversation;
        try (Program program = Program.serving(node, manifests.folder())) {
            conversation = talk();
            manifests.delete("web.yaml");
            kernelHas(program, rules("rr", P1 + " 0"));
            assertThat(conversation.send("still there")).isEqualTo("p1 still there");
            assertThatThrownBy(this::talk).isInstanceOf(ConnectException.class);
            program.kill();
        }
        try (Program program = Program.serving(node, manifests.folder())) {
            assertThat(conversation.send("after a restart")).isEqualTo("p1 after a restart");
            assertThat(witness.vips()).containsExactly(VIP);
            conversation.close();
            kernelHas(program, Set.of());
            assertThat(witness.vips()).isEmpty();
        }
    }

    @Test
    void aPodThatIsOutOfTimeIsCutOff() throws Exception {
        serve(P1);
        try (Program program = Program.serving(node, manifests.folder(), "--ipvs-drain-timeout", "1s");
                Conversation conversation = talk()) {
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            serve(P2);
            kernelHas(program, rules("rr", P2 + " 1"));
            assertThatThrownBy(() -> conversation.send("anybody?")).isInstanceOf(IOException.class);
            assertThat(whoTalks()).isEqualTo("p2");
        }
    }

    @Test
    void datagramsFromOnePortGoToALivePodAtOnce() throws Exception {
        serveUdp(P1);
        try (Program program = Program.serving(node, manifests.folder());
                DatagramSocket socket = client.namespace().call(() -> new DatagramSocket())) {
            assertThat(ask(socket)).isEqualTo("p1");
            serveUdp(P2);
            kernelHas(program, new TreeSet<>(Set.of("-A -u 10.96.0.1:80 -s rr", server("-u", P2 + ":8080", "1"))));
            assertThat(ask(socket)).isEqualTo("p2");
        }
    }

    @Test
    void aClientWhoseHashFallsOnALeavingPodGetsAnother() throws Exception {
        Path config = manifests.folder().resolve("config.conf");
        Files.writeString(config, config("sh"));
        serve(P1, P2);
        try (Program program = Program.serving(node, manifests.folder(), "--config", config.toString())) {
            for (String scheduler : List.of("sh", "mh", "dh")) {
                manifests.write("config.conf", config(scheduler));
                serve(P1, P2);
                kernelHas(program, rules(scheduler, P1 + " 1", P2 + " 1"));
                try (Conversation conversation = talk()) {
                    String removed = conversation.send("hello").equals("p1 hello") ? P1 : P2;
                    String staying = removed.equals(P1) ? P2 : P1;
                    serve(staying);
                    if (scheduler.equals("dh")) {
                        kernelHas(program, rules(scheduler, staying + " 1"));
                    } else {
                        kernelHas(program, rules(scheduler, removed + " 0", staying + " 1"));
                        assertThat(conversation.send("still there")).endsWith("still there");
                    }
                    for (int i = 0; i < 4; i++) {
                        assertThat(whoTalks()).isEqualTo(staying.equals(P1) ? "p1" : "p2");
                    }
                }
            }
        }
    }

    /** Why servers of scheduler dh do not drain, and why sh and mh get their fallback flag. */
    @Test
    void theKernelsHashingRefusesWhomItGivesToAServerOfWeightZero() throws Exception {
        node.run("ip", "addr", "add", VIP + "/32", "dev", "lo");
        for (String scheduler : List.of("sh", "dh")) {
            node.run("ipvsadm", "-A", "-t", VIP + ":80", "-s", scheduler);
            node.run("ipvsadm", "-a", "-t", VIP + ":80", "-r", P1 + ":8081", "-m");
            node.run("ipvsadm", "-a", "-t", VIP + ":80", "-r", P2 + ":8081", "-m");
            String chosen = whoTalks().equals("p1") ? P1 : P2;
            node.run("ipvsadm", "-e", "-t", VIP + ":80", "-r", chosen + ":8081", "-m", "-w", "0");
            assertThatThrownBy(this::talk).as(scheduler).isInstanceOf(ConnectException.class);
            node.run("ipvsadm", "-D", "-t", VIP + ":80");
        }
    }

    private Conversation talk() throws Exception {
        return Conversation.open(client.namespace(), VIP, 80);
    }

    private String whoTalks() throws Exception {
        try (Conversation conversation = talk()) {
            return conversation.send("").strip();
        }
    }

    private static String ask(DatagramSocket socket) throws IOException {
        socket.setSoTimeout(10_000);
        socket.send(new DatagramPacket(new byte[] {1}, 1, new InetSocketAddress(InetAddress.getByName(VIP), 80)));
        DatagramPacket answer = new DatagramPacket(new byte[512], 512);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    private void serve(String... endpoints) throws IOException {
        manifests.write("web.yaml", Manifests.web("web", VIP, endpoints).replace("[{port: 8080}]", "[{port: 8081}]"));
    }

    private void serveUdp(String... endpoints) throws IOException {
        manifests.write(
                "web.yaml",
                Manifests.web("web", VIP, endpoints)
                        .replace("port: 80,", "port: 80, protocol: UDP,")
                        .replace("[{port: 8080}]", "[{port: 8080, protocol: UDP}]"));
    }

    private void kernelHas(Program program, Set<String> rules) throws Exception {
        Await.until(
                rules.toString(),
                Duration.ofSeconds(120),
                () -> witness.ipvsadm().equals(rules),
                () -> witness.ipvsadm() + "\n" + program.log());
    }

    /** The virtual server and its servers, each as "address weight". */
    private static Set<String> rules(String scheduler, String... servers) {
        Set<String> rules = new TreeSet<>();
        rules.add("-A -t " + VIP + ":80 -s " + scheduler + shape(scheduler));
        for (String server : servers) {
            String[] parts = server.split(" ");
            rules.add(server("-t", parts[0] + ":8081", parts[1]));
        }
        return rules;
    }

    private static String shape(String scheduler) {
        return switch (scheduler) {
            case "sh" -> " -b sh-fallback";
            case "mh" -> " -b mh-fallback,mh-port";
            default -> "";
        };
    }

    private static String server(String protocol, String endpoint, String weight) {
        return "-a " + protocol + " " + VIP + ":80 -r " + endpoint + " -m -w " + weight;
    }

    private static String config(String scheduler) {
        return """
                apiVersion: kubeproxy.config.k8s.io/v1alpha1
                kind: KubeProxyConfiguration
                mode: "ipvs"
                ipvs: {scheduler: "%s"}
                """.formatted(scheduler);
    }

    private String metrics() {
        return node.run("curl", "-s", "http://127.0.0.1:10249/metrics");
    }
}
