package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code kube-ipvs probe} and {@code explain} as a user starts them, beside the program and without it. */
class ProbeKernelIT {
    private static final String VIP = "10.96.0.1";

    private KernelNamespace node;
    private Manifests manifests;
    private Pod pod;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        manifests = Manifests.create();
        pod = new Pod(node, 1, "p1", "10.36.0.1");
    }

    @AfterEach
    void tearDown() throws Exception {
        pod.close();
        node.close();
    }

    @Test
    void namesTheSideThatFails() throws Exception {
        manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.1"));
        try (Program program = Program.serving(node, manifests.folder())) {
            assertThat(run(0, "probe", "default/web")).contains("10.96.0.1:80").contains("works");
            String explained = run(0, "explain", "default/web", "--from", "node");
            assertThat(explained)
                    .contains("A process of this node (" + VIP + ") connects to TCP " + VIP + ":80")
                    .contains("10.36.0.1:8080  weight 1")
                    .contains("The kernel agrees (compared now).");

            node.run("nft", "add table ip other");
            node.run("nft", "add chain ip other out { type filter hook output priority -150; }");
            node.run("nft", "add rule ip other out ip daddr " + VIP + " drop");
            assertThat(run(1, "probe", "default/web"))
                    .contains("data path: the address fails, and 1 of 1 endpoints answer");
            node.run("nft", "delete table ip other");
            assertThat(program.isAlive()).isTrue();
        }
        assertThat(run(3, "explain", "default/web")).contains("kube-ipvs does not run here");
        node.run("ipvsadm", "-d", "-t", VIP + ":80", "-r", "10.36.0.1:8080");
        String offline =
                run(1, "explain", VIP + ":80", "--manifests", manifests.folder().toString());
        assertThat(offline)
                .contains("real server 10.36.0.1:8080 of TCP " + VIP + ":80 is missing")
                .contains("default/web");
    }

    private String run(int status, String... arguments) throws Exception {
        try (Program command = Program.start(node, arguments)) {
            int ended = command.awaitExit();
            assertThat(ended).as(command.log()).isEqualTo(status);
            return command.log();
        }
    }
}
