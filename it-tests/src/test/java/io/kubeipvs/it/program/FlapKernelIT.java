package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Client;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.Edits;
import io.kubeipvs.it.support.IpvsCommands;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.NetlinkCapture;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pod whose readiness flaps, and the connections that it has. It is not ready and ready again a thousand times (as many
 * as go into half a minute, at least 50, on an emulated machine; the test prints how many), each time in the kernel before
 * the next, while clients talk over twenty connections without a pause: not one breaks, and the kernel's own tap saw
 * no removal and no addition of the server.
 */
class FlapKernelIT {
    private static final int SERVICES = 5;
    private static final int STREAMS = 20;
    private static final String P1 = "10.36.0.1";
    private static final String P2 = "10.36.0.2";
    private static final String FILE = "web.yaml";

    private KernelNamespace node;
    private Witness witness;
    private Manifests manifests;
    private final List<Pod> pods = new ArrayList<>();
    private final List<Client> streams = new ArrayList<>();

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        witness = new Witness(node);
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        pods.add(new Pod(node, 1, "p1", P1));
        pods.add(new Pod(node, 2, "p2", P2));
        pods.add(new Pod(node, 3, "client", "10.36.0.3"));
    }

    @AfterEach
    void tearDown() throws Exception {
        streams.forEach(Client::close);
        for (Pod pod : pods) {
            pod.close();
        }
        node.close();
    }

    @Test
    void streamsGoOnAndTheServerIsNeverRemoved() throws Exception {
        manifests.write(FILE, services(true));
        try (Program program = Program.serving(node, manifests.folder(), Program.EACH_ROUND)) {
            Edits edits = new Edits(manifests, FILE, program);
            for (int i = 0; i < STREAMS; i++) {
                streams.add(stream(Conversation.open(pods.get(2).namespace(), vip(i % SERVICES), 80)));
            }
            int edited;
            List<Integer> commands;
            try (NetlinkCapture capture = NetlinkCapture.start(node)) {
                edits.apply(services(false));
                assertThat(weightsOfP1()).containsExactly("0");
                edits.apply(services(true));
                assertThat(weightsOfP1()).containsExactly("1");
                edited = edits.applyAll(SERVICES, round -> services(round % 2 == 1));
                commands = capture.requests().stream().map(IpvsCommands::of).toList();
            }
            manifests.write(FILE, services(true));
            Await.equal(Set.of("1"), this::weightsOfP1);

            long requests = 0;
            for (Client stream : streams) {
                stream.awaitMore(1);
                assertThat(stream.failure()).as("what broke a stream").isEmpty();
                requests += stream.answers().values().stream().mapToLong(n -> n).sum();
            }
            System.out.println("flaps=" + edited / 2 + " streams=" + STREAMS + " requests=" + requests);
            assertThat(commands)
                    .hasSizeGreaterThanOrEqualTo(edited)
                    .contains(IpvsCommands.SET_DEST)
                    .doesNotContain(IpvsCommands.DEL_DEST, IpvsCommands.NEW_DEST);
            assertThat(streams).anyMatch(stream -> stream.answers().containsKey("p1 x"));
        }
    }

    private static Client stream(Conversation conversation) {
        return Client.of(
                () -> {
                    String answer = conversation.send("x");
                    if (answer == null) {
                        throw new IllegalStateException("the other end closed it");
                    }
                    return answer;
                },
                10);
    }

    /** Of all Services, each weight once. */
    private Set<String> weightsOfP1() {
        return witness.ipvsadm().stream()
                .filter(line -> line.contains(" -r " + P1 + ":"))
                .map(line -> line.replaceFirst(".* -w ", ""))
                .collect(Collectors.toSet());
    }

    private static String vip(int number) {
        return "10.96.0." + (number + 1);
    }

    private static String services(boolean isReady) {
        StringBuilder all = new StringBuilder();
        for (int i = 0; i < SERVICES; i++) {
            all.append(Manifests.web("web-" + i, vip(i), P1, P2));
        }
        String line = "- addresses: [\"" + P1 + "\"]\n";
        return all.toString()
                .replace("[{port: 8080}]", "[{port: 8081}]")
                .replace(line, line + "  conditions: {ready: " + isReady + "}\n");
    }
}
