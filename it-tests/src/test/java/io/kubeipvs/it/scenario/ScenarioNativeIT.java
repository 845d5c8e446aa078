package io.kubeipvs.it.scenario;

import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kubeipvs.daemon.config.DataPath;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The scenarios without IPVS, on this machine's own kernel: nf_tables carries Services out. The environment's {@code
 * KUBEIPVS_SCENARIOS} chooses some by a pattern. Without it, those of IPv6 that have a twin of IPv4 play only with {@code
 * KUBEIPVS_LONG}: all together take some minutes.
 */
class ScenarioNativeIT {
    private static final Map<Boolean, KernelWorld> WORLDS = new HashMap<>();

    private final boolean isAsked = System.getenv("KUBEIPVS_SCENARIOS") != null;
    private final boolean isAll = isAsked || System.getenv("KUBEIPVS_LONG") != null;
    private final Set<String> waiting = ScenarioFiles.listed("waiting-native.txt");

    @TestFactory
    Stream<DynamicTest> scenarios() {
        // Those with the same flags one after the other: other ones are a change of its configuration each.
        Comparator<Scenario> order = Comparator.comparing(Scenario::bridged)
                .thenComparing(scenario -> String.join(" ", scenario.flags()))
                .thenComparing(Scenario::name);
        List<Scenario> all = ScenarioFiles.all();
        Set<String> names = all.stream().map(Scenario::name).collect(Collectors.toSet());
        return all.stream()
                .filter(scenario -> isAll
                        || !names.contains(scenario.name().replaceFirst("-v6$", "-v4"))
                        || !scenario.name().endsWith("-v6"))
                .sorted(order)
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> play(scenario)));
    }

    private void play(Scenario scenario) throws Exception {
        assumeFalse(waiting.contains(scenario.name()) && !isAsked, "is not for a kernel without IPVS");
        ScenarioPlayer.play(scenario, world(scenario.bridged()));
    }

    private static KernelWorld world(boolean bridged) throws Exception {
        if (!WORLDS.containsKey(bridged)) {
            WORLDS.put(bridged, new KernelWorld(bridged, DataPath.NFTABLES));
        }
        return WORLDS.get(bridged);
    }

    @AfterAll
    static void close() throws Exception {
        for (KernelWorld world : WORLDS.values()) {
            world.close();
        }
    }
}
