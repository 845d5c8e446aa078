package io.kubeipvs.it.scenario;

import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.kubeipvs.it.support.Splittable;
import io.kubeipvs.it.support.WorkShare;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestFactory;

/** Every scenario on a real kernel. The environment's {@code KUBEIPVS_SCENARIOS} chooses some by a pattern. */
@Splittable
@Order(Integer.MAX_VALUE) // short tests at the end keep two guests busy to the last minute
class ScenarioKernelIT {
    private static final Map<Boolean, KernelWorld> WORLDS = new HashMap<>();

    private final Set<String> waiting = ScenarioFiles.listed("waiting-kernel.txt");

    @TestFactory
    Stream<DynamicTest> scenarios() {
        // Those with the same flags one after the other: other ones are a change of its configuration each.
        Comparator<Scenario> order = Comparator.comparing(Scenario::bridged)
                .thenComparing(scenario -> String.join(" ", scenario.flags()))
                .thenComparing(Scenario::name);
        // Guests begin at opposite ends: so each of them changes the configuration seldom.
        List<Scenario> ordered = ScenarioFiles.all().stream()
                .sorted(WorkShare.isBackward() ? order.reversed() : order)
                .toList();
        // From a list: a sorted stream hands on all its elements at once, and this run would take every scenario.
        return ordered.stream()
                .filter(scenario -> WorkShare.claim(scenario.name()))
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> play(scenario)));
    }

    private void play(Scenario scenario) throws Exception {
        boolean asked = System.getenv("KUBEIPVS_SCENARIOS") != null;
        assumeFalse(waiting.contains(scenario.name()) && !asked, "waits for what the program does not do yet");
        ScenarioPlayer.play(scenario, world(scenario.bridged()));
    }

    private static KernelWorld world(boolean bridged) throws Exception {
        if (!WORLDS.containsKey(bridged)) {
            boolean sctp = modprobe("sctp");
            assumeTrue(sctp, "the kernel has no SCTP");
            assumeTrue(!bridged || modprobe("br_netfilter"), "the kernel has no br_netfilter");
            WORLDS.put(bridged, new KernelWorld(bridged));
        }
        return WORLDS.get(bridged);
    }

    private static boolean modprobe(String module) throws IOException, InterruptedException {
        return new ProcessBuilder("modprobe", "-q", module).start().waitFor() == 0;
    }

    @AfterAll
    static void close() throws Exception {
        for (KernelWorld world : WORLDS.values()) {
            world.close();
        }
    }
}
