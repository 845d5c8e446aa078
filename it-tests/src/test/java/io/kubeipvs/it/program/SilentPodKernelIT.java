package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Client;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A pod that ends without a word, as with its node: nothing comes from it any more, not even a reset. Once its time to
 * drain is over, its clients are notified, and no new connection ever leads to it.
 */
class SilentPodKernelIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String VIP = "10.96.0.1";
    private static final String P1 = "10.36.0.1";
    private static final String P2 = "10.36.0.2";

    private KernelNamespace node;
    private Manifests manifests;
    private Pod p1;
    private Pod p2;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        p1 = new Pod(node, 1, "p1", P1);
        p2 = new Pod(node, 2, "p2", P2);
        client = new Pod(node, 3, "client", "10.36.0.3");
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : List.of(p1, p2, client)) {
            pod.close();
        }
        node.close();
    }

    @Test
    void itsClientsAreNotifiedWhenItsTimeIsOverAndNewOnesNeverMeetIt() throws Exception {
        serve(P1);
        try (Program program = Program.serving(node, manifests.folder(), "--ipvs-drain-timeout", "3s");
                Conversation conversation = Conversation.open(client.namespace(), VIP, 80)) {
            assertThat(conversation.send("hello")).isEqualTo("p1 hello");
            p1.namespace()
                    .run(
                            "nft",
                            "add table ip silence; add chain ip silence in"
                                    + " { type filter hook input priority -300; policy drop; }");
            serve(P2);
            Await.until(
                    "the pod to leave",
                    PATIENCE,
                    () -> weights().contains(P2 + ":8081 -m -w 1") && !weights().contains(P1 + ":8081 -m -w 1"),
                    this::weights);
            try (Client others = Client.of(this::whoTalks, 20)) {
                Await.until("its client to be notified", PATIENCE, () -> isCut(conversation), others::toString);
                Await.until("the server to go", PATIENCE, () -> !weights().contains(P1), this::weights);
                others.awaitMore(10);
                assertThat(others.failure()).isEmpty();
                assertThat(others.answers()).containsOnlyKeys("p2");
            }
        }
    }

    /** By a reset: that nothing comes, as until then, is no word. What was sent is sent again by itself, ever more rarely. */
    private static boolean isCut(Conversation conversation) throws IOException {
        try {
            return conversation.send("anybody?") == null;
        } catch (SocketTimeoutException silence) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private String whoTalks() throws Exception {
        try (Conversation conversation = Conversation.open(client.namespace(), VIP, 80)) {
            return conversation.send("").strip();
        }
    }

    private String weights() {
        return node.run("ipvsadm", "-Sn");
    }

    private void serve(String endpoint) throws Exception {
        manifests.write("web.yaml", Manifests.web("web", VIP, endpoint).replace("[{port: 8080}]", "[{port: 8081}]"));
    }
}
