package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.it.support.AnswerGaps;
import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.ForeignCommits;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Faults of the real kernel and of the machine while traffic flows: afterwards all is as wanted, without an event. */
class FaultsKernelIT {
    private static final String VIP = "10.96.0.1";
    private static final String TALK_VIP = "10.96.0.2";
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int CHANGES = 20;

    private final List<Pod> pods = new ArrayList<>();
    private KernelNamespace node;
    private Manifests manifests;
    private Witness witness;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        witness = new Witness(node);
        manifests = Manifests.create();
        for (int i = 1; i <= 3; i++) {
            pods.add(new Pod(node, i, "p" + i, "10.36.0." + i));
        }
        manifests.write("web.yaml", Manifests.web("web", VIP, "10.36.0.1", "10.36.0.2"));
        manifests.write(
                "talk.yaml", Manifests.web("talk", TALK_VIP, "10.36.0.1").replace("8080", "8081"));
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : pods) {
            pod.close();
        }
        node.close();
    }

    private KernelNamespace client() {
        return pods.get(2).namespace();
    }

    @Test
    void whatAnotherProgramFlushesIsRepairedWhileTrafficFlows() throws Exception {
        try (Program program = serving("--ipvs-sync-period", "10s");
                Conversation conversation = Conversation.open(client(), TALK_VIP, 80);
                AnswerGaps gaps = AnswerGaps.start(client(), VIP)) {
            Set<String> servers = witness.ipvsadm();
            Set<String> vips = witness.vips();
            gaps.take();

            node.run("nft", "flush", "ruleset");
            await(program, "the tables", () -> node.run("nft", "list", "tables").contains("kube-proxy"));
            assertThat(conversation.send("x")).isEqualTo("p1 x");
            Figure.print("flush.nft-gap", gaps.take() + " ms");

            node.run("ip", "link", "del", "kube-ipvs0");
            await(
                    program,
                    "the link",
                    () -> node.run("ip", "-br", "link").contains("kube-ipvs0") && vips.equals(witness.vips()));
            assertThat(conversation.send("y")).isEqualTo("p1 y");
            Figure.print("flush.link-gap", gaps.take() + " ms");

            node.run("ipvsadm", "-C");
            await(program, "the virtual servers", () -> servers.equals(witness.ipvsadm()));
            Figure.print("flush.ipvsadm-gap", gaps.take() + " ms");

            assertThat(degraded()).isFalse();
            assertThat(program.log()).doesNotContain("Exception", "\tat ");
        }
    }

    @Test
    void aProgramThatCommitsToNfTablesAllTheTimeHoldsUpNoChange() throws Exception {
        try (Program program = serving("--ipvs-sync-period", "2s");
                ForeignCommits foreign = ForeignCommits.start(node)) {
            long begun = System.nanoTime();
            long slowest = 0;
            for (int i = 0; i < CHANGES; i++) {
                String vip = "10.96.1." + (i + 1);
                long changed = System.nanoTime();
                manifests.write("web-" + i + ".yaml", Manifests.web("web-" + i, vip, "10.36.0.1"));
                await(program, vip, () -> witness.vips().contains(vip)); // bound once it is served
                slowest = Math.max(slowest, System.nanoTime() - changed);
                assertThat(Pod.askTcp(client(), vip, 80)).isEqualTo("p1");
            }
            long seconds = Math.max(1, (System.nanoTime() - begun) / 1_000_000_000);
            Figure.print("foreign-commits.a-minute", foreign.commits() * 60 / seconds);
            Figure.print("foreign-commits.slowest-change", slowest / 1_000_000 + " ms");
            foreign.close();
            node.run("nft", "delete", "element", "ip", "kube-proxy", "vips", "{ " + VIP + " }");
            await(
                    program,
                    "the element",
                    () -> node.run("nft", "list", "set", "ip", "kube-proxy", "vips")
                            .contains(VIP));
            await(program, "health without trouble", () -> !degraded());
        }
    }

    @Test
    void aFullDiskStopsNeitherAStartNorChangesAndIsReportedUntilItHasRoom() throws Exception {
        Path disk = Files.createTempDirectory("full-");
        run("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", disk.toString());
        Path fill = disk.resolve("fill");
        try {
            run("sh", "-c", "cat /dev/zero >" + fill + " 2>/dev/null; true");
            try (Program program = serving("--state-dir", disk.toString(), "--ipvs-sync-period", "2s")) {
                assertThat(Pod.askTcp(client(), VIP, 80)).isIn("p1", "p2");
                assertThat(healthz()).contains("\"healthy\":true", "No space left on device");
                manifests.write("more.yaml", Manifests.web("more", "10.96.0.3", "10.36.0.2"));
                await(program, "a change", () -> witness.vips().contains("10.96.0.3"));
                assertThat(Pod.askTcp(client(), "10.96.0.3", 80)).isEqualTo("p2");
                Files.delete(fill);
                await(program, "health without trouble", () -> !degraded());
                run("sh", "-c", "cat /dev/zero >" + fill + " 2>/dev/null; true");
                program.kill();
            }
            Set<String> before = witness.ipvsadm();
            try (Program program = serving("--state-dir", disk.toString())) {
                assertThat(witness.ipvsadm()).isEqualTo(before);
                manifests.delete("more.yaml");
                await(program, "a change", () -> !witness.vips().contains("10.96.0.3"));
                assertThat(Pod.askTcp(client(), VIP, 80)).isIn("p1", "p2");
                assertThat(program.log()).doesNotContain("\tat ");
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void aStepOfTheClockInEitherDirectionStopsNothing() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(Path.of("/run/kube-ipvs-vm")),
                "the clock of this machine is not the test's: KUBEIPVS_KERNEL=linux-image-cloud-amd64 makes a guest");
        try (Program program = serving("--ipvs-sync-period", "5s");
                Conversation conversation = Conversation.open(client(), TALK_VIP, 80)) {
            manifests.write(
                    "talk.yaml", Manifests.web("talk", TALK_VIP, "10.36.0.2").replace("8080", "8081"));
            await(
                    program,
                    "the drain",
                    () -> witness.ipvsadm().stream()
                            .anyMatch(line -> line.contains("10.36.0.1:8081") && line.endsWith("-w 0")));
            for (String step : List.of("+2 hours", "-4 hours", "+2 hours")) {
                run("sh", "-c", "date -s \"$(date -d '" + step + "')\"");
                assertThat(conversation.send("x"))
                        .as("a drain lasts after %s", step)
                        .isEqualTo("p1 x");
                String vip = step.startsWith("-") ? "10.96.2.1" : "10.96.2.2";
                manifests.write("step.yaml", Manifests.web("step", vip, "10.36.0.1"));
                await(program, "a change after " + step, () -> witness.vips().contains(vip));
                node.run("ipvsadm", "-D", "-t", VIP + ":80");
                await(
                        program,
                        "a repair after " + step,
                        () -> witness.ipvsadm().stream().anyMatch(line -> line.startsWith("-a -t " + VIP)));
                assertThat(healthz()).contains("\"healthy\":true");
            }
            assertThat(conversation.send("y")).isEqualTo("p1 y");
            assertThat(degraded()).isFalse();
        }
    }

    private Program serving(String... arguments) throws Exception {
        return Program.serving(node, manifests.folder(), arguments);
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Program program, String what, Condition condition) throws Exception {
        Await.until(what, PATIENCE, condition::holds, program::evidence);
    }

    private String healthz() {
        return node.run("curl", "-s", "http://127.0.0.1:10256/healthz");
    }

    private boolean degraded() {
        return healthz().contains("\"degraded\"");
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(output).isZero();
    }
}
