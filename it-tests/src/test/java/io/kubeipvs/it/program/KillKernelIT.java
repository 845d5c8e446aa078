package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.it.support.Effort;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Load;
import io.kubeipvs.it.support.Load.End;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program is killed again and again, at any operation, while clients connect and others talk. */
class KillKernelIT {
    private static final Load.Targets TARGETS = new Load.Targets("10.96.0.1", 80, "10.96.0.2", 80);
    private static final int LONGEST_LIFE_MILLIS = 20_000;

    private final List<Pod> pods = new ArrayList<>();
    private KernelNamespace node;
    private Pod client;
    private Pod outside;
    private Witness witness;
    private Manifests manifests;
    private Path state;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.node("192.168.1.2/24");
        node.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
        witness = new Witness(node);
        pods.add(new Pod(node, 1, "p1", "10.36.0.1"));
        pods.add(new Pod(node, 2, "p2", "10.36.0.2"));
        client = new Pod(node, 3, "client", "10.36.0.99");
        outside = new Pod(node, 4, "outside", "192.0.2.7");
        pods.addAll(List.of(client, outside));
        manifests = Manifests.create();
        state = manifests.folder().resolveSibling(manifests.folder().getFileName() + "-state");
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1", "10.36.0.2"));
        manifests.write(
                "talk.yaml", Manifests.web("talk", "10.96.0.2", "10.36.0.1").replace("8080", "8081"));
        manifests.write("others.yaml", others(0));
    }

    @AfterEach
    void tearDown() throws Exception {
        for (Pod pod : pods) {
            pod.close();
        }
        node.close();
    }

    @Test
    void noClientNoticesAKillAndTheNextStartEndsWithTheSameKernel() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Set<String> before;
        try (Program program = serve()) {
            program.awaitLog("first_sync");
            before = witness.programmed();
        }
        int kills = Effort.times(4, 50);
        try (Load load = new Load()
                .from("pod", client.namespace(), TARGETS)
                .from("node", node, TARGETS)
                .from("outside", outside.namespace(), TARGETS)) {
            for (int i = 0; i < kills; i++) {
                try (Program program = serve()) {
                    liveFor(random.nextInt(LONGEST_LIFE_MILLIS), random);
                    program.kill();
                }
            }
            manifests.write("others.yaml", others(0));
            try (Program program = serve()) {
                Await.until(
                        "the kernel as it was (seed " + seed + ")",
                        Duration.ofSeconds(120),
                        () -> witness.programmed().equals(before),
                        program::evidence);
            }
            Figure.print("kill.kills", kills);
            load.printFigures("kill");
            assertThat(load.troubles()).as("seed %s", seed).isEmpty();
            assertThat(load.count(End.SERVED)).isGreaterThan(kills * 20);
        }
    }

    /** Changes follow each other all the time, so that a kill meets one of them. */
    private void liveFor(long millis, Random random) throws Exception {
        long end = System.nanoTime() + Duration.ofMillis(millis).toNanos();
        while (System.nanoTime() < end) {
            manifests.write("others.yaml", others(random.nextInt(30)));
            Thread.sleep(random.nextInt(300));
        }
    }

    /** As many other Services, on VIPs that change with their number. */
    private static String others(int number) {
        StringBuilder text = new StringBuilder();
        IntStream.range(0, number)
                .forEach(i -> text.append(
                        Manifests.web("other-" + i, "10.96.1." + (1 + i), "10.36.0." + (1 + (i + number) % 20))));
        return text.isEmpty() ? "---\n" : text.toString();
    }

    private Program serve() throws Exception {
        return Program.start(
                node, "run", "--manifests", manifests.folder().toString(), "--state-dir", state.toString());
    }
}
