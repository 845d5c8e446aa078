package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.it.support.Effort;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Load;
import io.kubeipvs.it.support.Load.End;
import io.kubeipvs.it.support.NodeOfKubeProxy;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.TakeoverNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From kube-proxy to us and back, again and again, while a pod, the node and an external client have connections. */
class TakeoverLoadKernelIT {
    private static final Load.Targets TARGETS =
            new Load.Targets("10.97.1.3", 6379, NodeOfKubeProxy.TALK_VIP, NodeOfKubeProxy.TALK_PORT);

    /** The filter refuses cluster addresses that no Service has: it must know those that kube-proxy serves before. */
    @Test
    void noClientNoticesATakeoverAndNoEstablishedConnectionAHandBack() throws Exception {
        int rounds = Effort.times(1, 20);
        try (TakeoverNode node = new TakeoverNode()) {
            NodeOfKubeProxy.layDown(node.namespace(), "nft");
            try (Load load = new Load()
                    .from("pod", node.insider(), TARGETS)
                    .from("node", node.namespace(), TARGETS)
                    .from("outside", node.outsider(), TARGETS)) {
                int failedAtHandBack = 0;
                for (int i = 0; i < rounds; i++) {
                    takeOver(node);
                    assertThat(load.failed()).as("takeover %s: %s", i, load).isEqualTo(failedAtHandBack);
                    node.handBack();
                    failedAtHandBack = load.failed();
                    // New ones may fail until kube-proxy has its rules: docs/operations.md.
                    assertThat(load.troubles().keySet())
                            .as("hand-back %s: %s", i, load)
                            .noneMatch(client -> client.endsWith(Load.LONG));
                }
                Figure.print("takeover.failed", load.failed() - failedAtHandBack);
                Figure.print("hand-back.failed", failedAtHandBack);
                Figure.print("takeover.rounds", rounds);
                load.printFigures("takeovers");
                assertThat(load.count(End.SERVED)).isGreaterThan(rounds * 20);
            }
        }
    }

    private static void takeOver(TakeoverNode node) throws Exception {
        try (Program program = node.serve("--service-cidr=10.96.0.0/12")) {
            program.awaitLog("kube_proxy_rules_removed chains=22 ");
            assertThat(nft(node.namespace())).contains("10.96.0.0/12");
            // The kernel releases the sets some time after the rules.
            Await.until(
                    "kube-proxy's sets to go",
                    Duration.ofSeconds(60),
                    () -> node.namespace().run("ipset", "list", "-n").isEmpty(),
                    program::evidence);
            assertThat(program.log()).doesNotContain("packet_filter_repaired");
            assertThat(program.terminate()).isZero();
        }
    }

    private static String nft(KernelNamespace node) {
        return node.run("nft", "list", "set", "ip", "kube-proxy", "service-ranges");
    }
}
