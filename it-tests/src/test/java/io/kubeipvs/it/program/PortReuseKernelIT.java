package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.Client;
import io.kubeipvs.it.support.Edits;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Stalls;
import io.kubeipvs.it.support.SynRetransmits;
import io.kubeipvs.it.support.Witness;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A client that uses one source port again and again, up to 200 times a second, while all endpoints are replaced fifty
 * times. Every connection comes about, with the first SYN, and leads to a pod that is an endpoint; so it does on a node
 * where a former proxy left {@code net.ipv4.vs.conn_reuse_mode} at 0.
 */
class PortReuseKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final int SOURCE_PORT = 20_000;
    private static final int REPLACEMENTS = 50;
    private static final int PATIENCE_MILLIS = 10_000;
    private static final String PORT_TAKEN = "the port's last connection has not ended yet";
    private static final String FILE = "web.yaml";
    private static final List<String> OLD = List.of("10.36.0.1", "10.36.0.2");
    private static final List<String> NEW = List.of("10.36.0.3", "10.36.0.4");

    private KernelNamespace node;
    private Manifests manifests;
    private Pod client;
    private final List<Pod> pods = new ArrayList<>();

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        new Witness(node).ipvsadm(); // the namespace's net.ipv4.vs exists once the module is loaded
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        for (int i = 1; i <= 4; i++) {
            pods.add(new Pod(node, i, "p" + i, "10.36.0." + i));
        }
        client = new Pod(node, 5, "client", "10.36.0.5");
        pods.add(client);
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : pods) {
            pod.close();
        }
        node.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1"})
    void everyConnectionFromOnePortReachesAnEndpointAtOnce(String leftByAFormerProxy) throws Exception {
        node.run("sysctl", "-qw", "net.ipv4.vs.conn_reuse_mode=" + leftByAFormerProxy);
        manifests.write(FILE, Manifests.web("web", VIP, OLD.toArray(String[]::new)));
        try (Program program = Program.serving(node, manifests.folder(), Program.EACH_ROUND);
                Stalls stalls = Stalls.count();
                Client connecting = Client.in(client.namespace(), PortReuseKernelIT::connect, 5)) {
            assertThat(node.run("sysctl", "-n", "net.ipv4.vs.conn_reuse_mode").strip())
                    .isEqualTo("1");
            Edits edits = new Edits(manifests, FILE, program);
            long asked = 0;
            for (int i = 0; i < REPLACEMENTS; i++) {
                List<String> endpoints = i % 2 == 0 ? NEW : OLD;
                edits.apply(Manifests.web("web", VIP, endpoints.toArray(String[]::new)));
                connecting.forget();
                connecting.awaitMore(4);
                asked +=
                        connecting.answers().values().stream().mapToLong(n -> n).sum();
                Set<String> who = new TreeSet<>(connecting.answers().keySet());
                who.remove(PORT_TAKEN);
                assertThat(connecting.failure()).isEmpty();
                assertThat(who).isNotEmpty().isSubsetOf(i % 2 == 0 ? Set.of("p3", "p4") : Set.of("p1", "p2"));
            }
            System.out.println("replacements=" + REPLACEMENTS + " connections=" + asked + " and those while replacing");
            assertThat(SynRetransmits.of(client.namespace())).isLessThanOrEqualTo(stalls.soFar());
        }
    }

    /** The pod closes first: the client's port is free when it closes too. */
    private static String connect() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(SOURCE_PORT));
            socket.connect(new InetSocketAddress(InetAddress.getByName(VIP), 80), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (BindException e) {
            return PORT_TAKEN;
        }
    }
}
