package io.kubeipvs.it.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every scenario in the packet model, as far as the model knows. */
class ScenarioModelTest {
    private final Set<String> waiting = ScenarioFiles.listed("waiting-model.txt");

    @TestFactory
    Stream<DynamicTest> scenarios() {
        return ScenarioFiles.all().stream()
                .map(scenario -> DynamicTest.dynamicTest(scenario.name(), () -> play(scenario)));
    }

    private void play(Scenario scenario) throws Exception {
        int checked;
        try {
            checked = ScenarioPlayer.play(scenario, new ModelWorld());
        } catch (AssertionError wrong) {
            assumeTrue(!waiting.contains(scenario.name()), "the model waits: " + wrong.getMessage());
            throw wrong;
        }
        assertThat(waiting).as("passes now: take it off waiting-model.txt").doesNotContain(scenario.name());
        assumeTrue(checked > 0, "the model can check nothing of it");
    }

    @Test
    void whatWaitsExists() {
        Set<String> names =
                Set.copyOf(ScenarioFiles.all().stream().map(Scenario::name).toList());
        assertThat(names).containsAll(waiting).containsAll(ScenarioFiles.listed("waiting-kernel.txt"));
    }
}
