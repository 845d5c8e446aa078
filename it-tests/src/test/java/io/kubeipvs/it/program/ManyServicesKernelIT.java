package io.kubeipvs.it.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Effort;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Manifests;
import io.kubeipvs.it.support.Program;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands beside a program with many Services: 1,000, or 20,000 with {@code KUBEIPVS_LONG=1}. Prints their times. */
class ManyServicesKernelIT {
    private static final int SERVICES = Effort.times(1000, 20_000);
    /** An emulated processor takes minutes to read 20,000 manifests. */
    private static final Duration PATIENCE = Duration.ofMinutes(20);

    private static final int A_FILE = 1000;
    private static final int LAST = SERVICES - 1;

    private KernelNamespace node;
    private Manifests manifests;

    @BeforeEach
    void setUp() throws Exception {
        node = KernelNamespace.withLoopback();
        manifests = Manifests.create();
        for (int from = 0; from < SERVICES; from += A_FILE) {
            manifests.write(
                    "from-" + from + ".yaml",
                    IntStream.range(from, from + A_FILE)
                            .mapToObj(i -> Manifests.web("web-" + i, vip(i), "10.36.0.1", "10.36.0.2"))
                            .collect(Collectors.joining()));
        }
    }

    @AfterEach
    void tearDown() {
        node.close();
    }

    private static String vip(int service) {
        return "10.96." + (service >> 8) + "." + (service & 255);
    }

    private String run(String... arguments) {
        long begin = System.nanoTime();
        String text = node.run(
                "sh", "-c", Program.LAUNCHER + " " + String.join(" ", arguments) + " 2>&1; printf 'status=%s' $?");
        System.out.printf(
                "kube-ipvs %s with %,d Services: %,d ms%n",
                String.join(" ", arguments), SERVICES, (System.nanoTime() - begin) / 1_000_000);
        return text;
    }

    @Test
    void everyCommandShowsWhatItIsAskedFor() throws Exception {
        try (Program program =
                Program.start(node, "run", "--manifests", manifests.folder().toString())) {
            long begin = System.nanoTime();
            Await.until("the first sync", PATIENCE, () -> program.log().contains("first_sync "), program::evidence);
            System.out.printf(
                    "first sync of %,d Services: %,d ms%n", SERVICES, (System.nanoTime() - begin) / 1_000_000);
            assertThat(run("status"))
                    .containsPattern("Kernel +%,d virtual servers +%,d real servers".formatted(SERVICES, SERVICES * 2))
                    .endsWith("status=0");
            assertThat(run("services").lines().filter(line -> line.contains("ClusterIP")))
                    .hasSize(SERVICES);
            assertThat(run("services", "default/web-" + LAST)).contains(vip(LAST), "10.36.0.2:8080");
            assertThat(run("ipvs").lines().filter(line -> line.startsWith("TCP ")))
                    .hasSize(SERVICES);
            assertThat(run("top", "-b", "-n", "1").lines().filter(line -> line.contains("default/web-")))
                    .hasSize(SERVICES);
            assertThat(run("connections", "default/web-" + LAST)).endsWith("status=0");
            assertThat(run("explain", "default/web-" + LAST))
                    .contains("TCP " + vip(LAST) + ":80", "The kernel agrees")
                    .endsWith("status=0");
            assertThat(run("plan", "--manifests", manifests.folder().toString()))
                    .contains("Nothing to do")
                    .endsWith("status=0");
            program.kill();
            assertThat(run("services").lines().filter(line -> line.contains("10.96.")))
                    .hasSize(SERVICES);
            assertThat(run("status")).endsWith("status=3");
        }
    }
}
