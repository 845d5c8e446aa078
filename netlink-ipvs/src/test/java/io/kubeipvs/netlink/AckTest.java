package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AckTest {
    @Test
    void findsTheKernelsTextBehindAnEchoedRequest() throws Exception {
        assertThat(Golden.decode(Golden.bytes("route/refusal"), Ack::ofError))
                .containsExactly(new Ack(Errno.EOPNOTSUPP, "Unknown device type", -1, -1, -1));
    }

    @Test
    void readsACappedRefusal() throws Exception {
        assertThat(Golden.decode(Golden.bytes("route/refusal-capped"), Ack::ofError))
                .containsExactly(new Ack(Errno.EEXIST));
    }

    @ParameterizedTest
    @ValueSource(strings = {"route/refusal", "route/refusal-capped"})
    void survivesDamage(String golden) {
        Golden.assertSurvivesDamage(golden, Ack::ofError);
        Golden.assertSurvivesDamage(golden, Ack::ofDone);
    }
}
