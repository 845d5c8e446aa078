package io.kubeipvs.daemon.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OwnPortsTest {
    private final OwnPorts ports = new OwnPorts();

    @Test
    void theNewestAreKnownAndTheOldestAreForgotten() {
        ports.add(7);
        IntStream.range(1000, 1063).forEach(ports::add);
        assertThat(ports.contains(7)).isTrue();
        ports.add(7);
        ports.add(2000);
        assertThat(ports.contains(7)).as("used again").isTrue();
        assertThat(ports.contains(1000)).isFalse();
        assertThat(ports.contains(1001)).isTrue();
        assertThat(ports.contains(3)).isFalse();
    }
}
