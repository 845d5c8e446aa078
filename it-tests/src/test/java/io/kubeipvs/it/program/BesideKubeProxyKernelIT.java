package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.NodeOfKubeProxy;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.RecordedKubeProxy;
import io.kubeipvs.it.support.Witness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A kube-proxy that works beside us: its recorded rules and sets come again and again, as from its sync. */
class BesideKubeProxyKernelIT {
    /** Of the audit, and about as many chances to remove its rules. */
    private static final int PASSES = 12;

    private KernelNamespace node;
    private Witness witness;
    private Manifests manifests;
    private final List<Pod> pods = new ArrayList<>();
    private Pod client;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1", "net.ipv4.vs.conntrack=1");
        witness = new Witness(node);
        NodeOfKubeProxy.giveAddresses(node);
        client = new Pod(node, 4, "client", "192.0.2.7");
        pods.addAll(List.of(new Pod(node, 1, "p1", "10.200.0.11"), new Pod(node, 2, "p2", "10.200.0.12"), client));
        manifests = NodeOfKubeProxy.manifests();
        // Of a Service that kube-proxy did not know when it was recorded.
        manifests.write("new.yaml", Manifests.web("new", "10.97.60.1", "10.200.0.12"));
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : pods) {
            pod.close();
        }
        node.close();
    }

    @Test
    void isNoticedLoggedOnceAndNotFoughtAndItsEndIsNoticedToo() throws Exception {
        try (Program program = Program.serving(node, manifests.folder(), "--ipvs-sync-period=3s");
                Conversation conversation =
                        Conversation.open(client.namespace(), NodeOfKubeProxy.TALK_VIP, NodeOfKubeProxy.TALK_PORT)) {
            assertThat(conversation.send("before")).isEqualTo("p1 before");
            Set<String> servers = witness.ipvsadm();
            assertThat(health()).doesNotContain("degraded");

            AtomicBoolean isOver = new AtomicBoolean();
            ExecutorService kubeProxy = Executors.newSingleThreadExecutor();
            Future<?> syncs = kubeProxy.submit(() -> syncUntil(isOver));
            try {
                program.awaitLog("kube_proxy_returned");
                awaitPasses(PASSES, program);
                assertThat(health())
                        .contains("\"reason\":\"kube_proxy\",\"cause\":\"kube-proxy works on this node too: its rules")
                        .contains("\"fix\":\"stop one of the two on this node: ");
                assertThat(conversation.send("during")).isEqualTo("p1 during");
            } finally {
                isOver.set(true);
                kubeProxy.shutdown();
            }
            syncs.get();
            assertThat(count(program, "kube_proxy_returned")).as("logged once").isEqualTo(1);
            assertThat(count(program, "kube_proxy_rules_removed"))
                    .as("less and less often")
                    .isBetween(1, PASSES / 2);
            assertThat(count(program, "_repaired")).as("lines of a fight").isZero();
            assertThat(witness.ipvsadm()).isEqualTo(servers);

            // kube-proxy is gone. What it left goes with the next removal.
            program.awaitLog("kube_proxy_gone");
            assertThat(isThere()).isFalse();
            assertThat(health()).doesNotContain("degraded");
            assertThat(Pod.askTcp(client.namespace(), "10.97.60.1", 80)).isEqualTo("p2");
            assertThat(conversation.send("after")).isEqualTo("p1 after");
        }
    }

    private void syncUntil(AtomicBoolean isOver) {
        while (!isOver.get()) {
            try {
                if (!isThere()) {
                    String sets = RecordedKubeProxy.file("ipset-save.txt").toString();
                    node.run("ipset", "-exist", "restore", "-file", sets);
                    RecordedKubeProxy.restoreRules(node);
                }
            } catch (AssertionError e) {
                continue; // a removal came in between, and kube-proxy tries again too
            }
        }
    }

    private boolean isThere() {
        return node.run("iptables-nft-save").contains(":KUBE-SERVICES ");
    }

    private void awaitPasses(int count, Program program) throws Exception {
        long before = passes();
        Await.until("passes", Duration.ofSeconds(240), () -> passes() >= before + count, program::evidence);
    }

    private long passes() {
        return node.run("curl", "-s", "http://127.0.0.1:10249/metrics")
                .lines()
                .filter(line -> line.startsWith("kubeipvs_audit_passes_total"))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .mapToLong(value -> (long) Double.parseDouble(value))
                .sum();
    }

    private static int count(Program program, String text) throws Exception {
        return program.log().split(text, -1).length - 1;
    }

    private String health() {
        return node.run("curl", "-s", "http://127.0.0.1:10256/healthz");
    }
}
