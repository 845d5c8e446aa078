package io.kubeipvs.it.program;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A Service with pods and a client, for tests of what becomes of connections. */
abstract class DrainHarness {
    static final String VIP = "10.96.0.1";
    static final String P1 = "10.36.0.1";
    static final String P2 = "10.36.0.2";

    KernelNamespace node;
    Witness witness;
    Manifests manifests;
    Pod p1;
    Pod p2;
    Pod client;

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

    Conversation talk() throws Exception {
        return Conversation.open(client.namespace(), VIP, 80);
    }

    String whoTalks() throws Exception {
        try (Conversation conversation = talk()) {
            return conversation.send("").strip();
        }
    }

    static String ask(DatagramSocket socket) throws IOException {
        return ask(socket, 10_000);
    }

    static String ask(DatagramSocket socket, int patienceMillis) throws IOException {
        socket.setSoTimeout(patienceMillis);
        socket.send(new DatagramPacket(new byte[] {1}, 1, new InetSocketAddress(InetAddress.getByName(VIP), 80)));
        DatagramPacket answer = new DatagramPacket(new byte[512], 512);
        socket.receive(answer);
        return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
    }

    void serve(String... endpoints) throws IOException {
        manifests.write("web.yaml", Manifests.web("web", VIP, endpoints).replace("[{port: 8080}]", "[{port: 8081}]"));
    }

    void serveUdp(String... endpoints) throws IOException {
        manifests.write(
                "web.yaml",
                Manifests.web("web", VIP, endpoints)
                        .replace("port: 80,", "port: 80, protocol: UDP,")
                        .replace("[{port: 8080}]", "[{port: 8080, protocol: UDP}]"));
    }

    void kernelHas(Program program, Set<String> rules) throws Exception {
        Await.until(
                rules.toString(),
                Duration.ofSeconds(120),
                () -> witness.ipvsadm().equals(rules),
                () -> witness.ipvsadm() + "\n" + program.log());
    }

    /** The virtual server and its servers, each as "address weight". */
    static Set<String> rules(String scheduler, String... servers) {
        Set<String> rules = new TreeSet<>();
        rules.add("-A -t " + VIP + ":80 -s " + scheduler + shape(scheduler));
        for (String server : servers) {
            String[] parts = server.split(" ");
            rules.add(server("-t", parts[0] + ":8081", parts[1]));
        }
        return rules;
    }

    static String shape(String scheduler) {
        return switch (scheduler) {
            case "sh" -> " -b sh-fallback";
            case "mh" -> " -b mh-fallback,mh-port";
            default -> "";
        };
    }

    static String server(String protocol, String endpoint, String weight) {
        return "-a " + protocol + " " + VIP + ":80 -r " + endpoint + " -m -w " + weight;
    }
}
