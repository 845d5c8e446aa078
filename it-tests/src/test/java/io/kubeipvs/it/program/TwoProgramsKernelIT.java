package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Two programs on a node, as of two DaemonSets: the second one ends, and the first one reports it. They have no file in
 * common, as in two containers without the node's {@code /run/kube-ipvs}.
 */
class TwoProgramsKernelIT {
    private static final int PORT_ID = 0x6b697076;

    private KernelNamespace node;
    private Witness witness;
    private Manifests of1;
    private Manifests of2;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        witness = new Witness(node);
        of1 = Manifests.create();
        of2 = Manifests.create();
        of1.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1"));
        of2.write("web.yaml", Manifests.web("web", "10.96.0.2", "10.36.0.2"));
    }

    @AfterEach
    void tearDown() {
        node.close();
    }

    @Test
    void theSecondEndsTheFirstReportsItAndTheSecondWorksOnceTheFirstIsGone() throws Exception {
        String state2 = of2.folder().resolve("state").toString();
        try (Program first = Program.serving(node, of1.folder(), "--ipvs-sync-period=1s")) {
            Set<String> before = witness.ipvsadm();
            assertThat(health()).doesNotContain("degraded");
            for (int i = 0; i < 2; i++) {
                try (Program second =
                        Program.start(node, "run", "--manifests", of2.folder().toString(), "--state-dir", state2)) {
                    assertThat(second.awaitExit()).isEqualTo(1);
                    assertThat(second.log())
                            .matches("kube-ipvs: kube-ipvs works on this node already \\(run, version [^,]+, process "
                                    + first.pid() + "\\); stop it first\n");
                }
            }
            first.awaitLog("second_kube_ipvs second=\"run, version ");
            assertThat(first.log().split("second_kube_ipvs ", -1))
                    .as("logged once")
                    .hasSize(2);
            assertThat(health())
                    .contains(
                            "\"reason\":\"lock\",\"cause\":\"another kube-ipvs was started on this node and ended: run, ")
                    .contains("\"fix\":\"keep one on this node: ");
            assertThat(witness.ipvsadm()).isEqualTo(before);
            first.kill();
        }
        try (Program second = Program.serving(node, of2.folder(), "--state-dir", state2)) {
            assertThat(second.log()).doesNotContain("lock");
            assertThat(health()).doesNotContain("degraded");
            Await.equal(Set.of("10.96.0.2"), witness::vips);
        }
    }

    /** Any process on the node's network may have the port id: only one with CAP_NET_ADMIN can answer. */
    @Test
    void aProcessThatOnlyHoldsTheLockStopsNobody() throws Exception {
        try (NativeTransport holder = node.call(() -> NativeTransport.openAt(PORT_ID, NetlinkProtocol.GENERIC));
                Program program = Program.serving(node, of1.folder(), "--ipvs-sync-period=1s")) {
            assertThat(program.log()).contains("no_lock cause=\"another program has netlink port 1802072182 and does");
            assertThat(health()).contains("\"reason\":\"lock\",\"cause\":\"nothing prevents a second kube-ipvs");
            assertThat(witness.vips()).containsExactly("10.96.0.1");
            holder.close();
            program.awaitLog("lock_taken");
            assertThat(health()).doesNotContain("degraded");
        }
    }

    private String health() {
        return node.run("curl", "-s", "http://127.0.0.1:10256/healthz");
    }
}
