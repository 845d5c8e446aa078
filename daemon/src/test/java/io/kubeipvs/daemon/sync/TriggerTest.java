package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TriggerTest {
    private static final Duration LONG = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(20);

    private final Trigger trigger = new Trigger();

    @Test
    void aPokeEndsOneWaitAndIsKeptUntilItIsTaken() throws Exception {
        trigger.poke();
        assertThat(trigger.await(LONG)).isTrue();
        long before = System.nanoTime();
        trigger.await(SHORT);
        assertThat(System.nanoTime() - before)
                .as("it waits, although the poke is not taken")
                .isGreaterThanOrEqualTo(SHORT.toNanos());
        assertThat(trigger.takePoke()).isTrue();
        assertThat(trigger.takePoke()).isFalse();
    }

    @Test
    void beingWokenAsksForNoRound() throws Exception {
        trigger.wake();
        assertThat(trigger.await(LONG)).isTrue();
        assertThat(trigger.takePoke()).isFalse();
    }

    @Test
    void aPokeDuringARestIsKept() throws Exception {
        trigger.poke();
        assertThat(trigger.rest(SHORT)).isTrue();
        assertThat(trigger.await(LONG)).isTrue();
        assertThat(trigger.takePoke()).isTrue();
    }

    @Test
    void onceClosedItNeverWaits() throws Exception {
        trigger.close();
        assertThat(trigger.await(LONG)).isFalse();
        assertThat(trigger.rest(LONG)).isFalse();
    }
}
