package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.Figure;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Load;
import io.kubeipvs.it.support.Load.End;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.MemoryLimit;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.it.support.Program;
import io.kubeipvs.it.support.Witness;
import java.time.Duration;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The container's memory limit: the program stays far below it, and loses nothing if the kernel kills it for one. */
class MemoryLimitKernelIT {
    private static final int SERVICES = 100;
    /** In MiB: what the DaemonSet requests, a quarter of its limit. */
    private static final int REQUESTED = 128;

    private static final int TOO_LITTLE = 24;
    private static final int KILLED = 128 + 9;

    private static final Load.Targets TARGETS = new Load.Targets("10.96.0.1", 80, "10.96.0.2", 80);

    private KernelNamespace node;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.node("192.168.77.10/24");
        manifests = Manifests.create();
        manifests.write("web.yaml", Manifests.web("web", "10.96.0.1", "10.36.0.1"));
        manifests.write(
                "talk.yaml", Manifests.web("talk", "10.96.0.2", "10.36.0.1").replace("8080", "8081"));
        manifests.write(
                "others.yaml",
                IntStream.range(0, SERVICES)
                        .mapToObj(i -> Manifests.web(
                                "other-" + i, "10.97." + i / 250 + "." + (1 + i % 250), "10.36.0.1", "10.36.0.2"))
                        .collect(Collectors.joining()));
    }

    @AfterEach
    void tearDown() {
        node.close();
    }

    @Test
    void aProgramThatIsKilledForItsMemoryServesOnAndTheNextStartFindsAllInPlace() throws Exception {
        try (MemoryLimit limit = MemoryLimit.ofMebibytes(REQUESTED);
                Pod server = new Pod(node, 1, "p1", "10.36.0.1");
                Pod client = new Pod(node, 2, "client", "10.36.0.99")) {
            Set<String> before;
            try (Program program = serve(limit)) {
                program.awaitLog("first_sync");
                before = new Witness(node).programmed();
                assertThat(before).hasSizeGreaterThan(SERVICES * 3);
                assertThat(limit.kills()).as("with what the DaemonSet requests").isZero();
                try (Load load = new Load().from("pod", client.namespace(), TARGETS)) {
                    limit.set(TOO_LITTLE);
                    assertThat(program.awaitExit()).isEqualTo(KILLED);
                    assertThat(limit.kills()).isPositive();
                    assertThat(new Witness(node).programmed()).isEqualTo(before);
                    limit.set(REQUESTED);
                    try (Program next = serve(limit)) {
                        next.awaitLog("first_sync");
                        Await.until(
                                "the kernel as it was",
                                Duration.ofSeconds(60),
                                () -> new Witness(node).programmed().equals(before),
                                next::evidence);
                    }
                    load.printFigures("memory-limit");
                    assertThat(load.troubles()).isEmpty();
                    assertThat(load.count(End.SERVED)).isGreaterThan(20);
                }
            }
            Figure.print("memory-limit.limit", REQUESTED + " MiB");
        }
    }

    private Program serve(MemoryLimit limit) throws Exception {
        return Program.startShell(
                node, limit.command() + " " + Program.LAUNCHER + " run --manifests " + manifests.folder());
    }
}
