package io.kubeipvs.daemon.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NodeNameTest {
    @Test
    void whatIsGivenCountsThenTheEnvironmentThenTheHost() throws Exception {
        assertThat(NodeName.of(Optional.of(" Worker-1\n"), Map.of("NODE_NAME", "other")))
                .isEqualTo("worker-1");
        assertThat(NodeName.of(Optional.empty(), Map.of("NODE_NAME", "Worker-2")))
                .isEqualTo("worker-2");
        assertThat(NodeName.of(Optional.empty(), Map.of("NODE_NAME", "")))
                .isEqualTo(NodeName.of(Optional.empty(), Map.of()))
                .isNotBlank()
                .doesNotContain("\n");
    }
}
