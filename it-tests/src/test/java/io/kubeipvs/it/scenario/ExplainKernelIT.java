package io.kubeipvs.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Scenarios of which every packet is also explained by the running program, over its socket. The explanation is compared
 * with what the kernel did to the packet.
 */
class ExplainKernelIT {
    private static final List<String> SCENARIOS = List.of(
            "cluster-ip/tcp-v4",
            "cluster-ip/tcp-v6",
            "cluster-ip/no-endpoints-v4",
            "cluster-ip/not-ready",
            "cluster-ip/hairpin-v4",
            "cluster-ip/turns-headless",
            "node-port/local-v4",
            "load-balancer/source-ranges-v4",
            "affinity/sticks-v4",
            "change/endpoint-removed-v4",
            "topology/zones");

    @Test
    void everyPacketIsExplainedAsTheKernelTreatsIt() throws Exception {
        Map<String, Scenario> all =
                ScenarioFiles.all().stream().collect(Collectors.toMap(Scenario::name, Function.identity()));
        ExplanationsOfDaemon explanations = new ExplanationsOfDaemon();
        try (KernelWorld world = new KernelWorld(false, explanations)) {
            for (String name : SCENARIOS) {
                int before = explanations.compared();
                ScenarioPlayer.play(all.get(name), world);
                assertThat(explanations.compared()).as(name).isGreaterThan(before);
            }
        }
        System.out.println("explained=" + explanations.compared());
    }
}
