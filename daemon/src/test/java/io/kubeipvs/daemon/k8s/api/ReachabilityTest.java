package io.kubeipvs.daemon.k8s.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.CapturedLog;
import java.io.IOException;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReachabilityTest {
    private Instant now = Instant.EPOCH;
    private final Reachability reachability = new Reachability("https://10.0.0.1:6443", () -> now);

    @Test
    void aFailureIsNamedWhileItLasts() {
        try (CapturedLog log = new CapturedLog()) {
            reachability.failed("Service", new IOException("connection refused"));
            reachability.failed("Service", new IOException("connection refused"));
            reachability.failed("Node", new IOException("connection refused"));
            assertThat(reachability.failures())
                    .extracting(Problem::cause)
                    .containsExactly(
                            "the API server https://10.0.0.1:6443 does not serve Node: connection refused",
                            "the API server https://10.0.0.1:6443 does not serve Service: connection refused");
            assertThat(log.lines("api_server_failing")).hasSize(1);
            now = now.plusSeconds(90);
            reachability.answered("Service");
            assertThat(reachability.failures()).hasSize(1);
            reachability.answered("Node");
            assertThat(reachability.failures()).isEmpty();
            assertThat(log.lines("api_server_answers server=https://10.0.0.1:6443 failed_for=90s"))
                    .hasSize(1);
        }
    }

    @Test
    void aSilenceOfMinutesIsNamedUntilSomethingIsReceived() {
        reachability.answered("Service");
        reachability.answered("Node");
        now = now.plusSeconds(300);
        reachability.answered("Node");
        assertThat(reachability.silences()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(reachability.silences())
                .singleElement()
                .extracting(Problem::cause)
                .isEqualTo("nothing was received of Service for 301 s");
        reachability.answered("Service");
        assertThat(reachability.silences()).isEmpty();
    }

    @Test
    void aKindThatTheServerDoesNotHaveIsNotSilent() {
        reachability.answered("ServiceCIDR");
        reachability.isMissing("ServiceCIDR");
        now = now.plusSeconds(3600);
        assertThat(reachability.silences()).isEmpty();
    }
}
