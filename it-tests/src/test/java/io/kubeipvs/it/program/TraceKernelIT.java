package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kube-ipvs trace}: real packets, and nothing that stays behind. */
class TraceKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final String TABLE = "table ip kube-ipvs-trace";

    private KernelNamespace node;
    private Manifests manifests;
    private Pod server;
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        server = new Pod(node, 1, "p1", "10.36.0.1");
        client = new Pod(node, 2, "client", "10.36.0.2");
    }

    @AfterEach
    void tearDown() throws Exception {
        server.close();
        client.close();
        node.close();
    }

    @Test
    void followsAPacketToItsEndAndLeavesNothingBehind() throws Exception {
        manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.1"));
        try (Program program = Program.serving(node, manifests.folder())) {
            String before = node.run("nft", "list", "ruleset");
            try (Program trace = started("--from", "10.36.0.2")) {
                assertThat(Pod.askTcp(client.namespace(), VIP, 80)).isEqualTo("p1");
                assertThat(trace.awaitExit()).as(trace.log()).isZero();
                assertThat(trace.log())
                        .contains("> " + VIP + ":80")
                        .contains("ip kube-proxy input > ask > cluster: accept")
                        .contains("IPVS         chose real server 10.36.0.1:8080")
                        .contains("= sent to 10.36.0.1:8080");
            }
            assertThat(node.run("nft", "list", "ruleset")).isEqualTo(before);

            try (Program trace = started()) {
                node.run("nft", "add table ip other");
                node.run("nft", "add chain ip other deny { type filter hook input priority 0; }");
                node.run("nft", "add rule ip other deny ip daddr " + VIP + " drop comment \"no way\"");
                assertThatThrownBy(() -> Pod.askTcp(client.namespace(), VIP, 80))
                        .isInstanceOf(IOException.class);
                assertThat(trace.awaitExit()).as(trace.log()).isEqualTo(1);
                assertThat(trace.log())
                        .contains("ip other (not of kube-ipvs) deny: drop")
                        .contains("dropped or rejected in chain deny of table ip other, of another program");
                node.run("nft", "delete table ip other");
            }
            assertThat(node.run("nft", "list", "ruleset")).isEqualTo(before);

            try (Program trace = started()) {
                trace.terminate();
            }
            assertThat(node.run("nft", "list", "ruleset")).isEqualTo(before);
            assertThat(program.isAlive()).isTrue();
        }
    }

    /** A trace that follows packets already. */
    private Program started(String... more) throws Exception {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "trace";
        arguments[1] = VIP + ":80";
        System.arraycopy(more, 0, arguments, 2, more.length);
        Program trace = Program.start(node, arguments);
        Await.until(
                "the table of trace",
                Duration.ofSeconds(60),
                () -> node.run("nft", "list", "tables").contains(TABLE),
                trace::log);
        return trace;
    }
}
