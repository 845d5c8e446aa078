package io.kubeipvs.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.sync.Reports;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProxyHealthTest {
    private Instant now = Instant.EPOCH;
    private Instant timeOfDay = Instant.EPOCH;
    private Duration syncPeriod = Duration.ofSeconds(30);
    private final ProxyHealth health = new ProxyHealth(() -> timeOfDay, () -> now, () -> syncPeriod);

    @BeforeEach
    void begin() {
        health.begins();
        health.roundEnded(Reports.round().took(Duration.ZERO).build());
    }

    @Test
    void theTimeOfDayMayJump() {
        health.queued();
        timeOfDay = Instant.parse("2036-01-01T00:00:00Z");
        assertThat(health.isHealthy()).isTrue();
        timeOfDay = Instant.parse("1970-01-01T00:00:00Z");
        now = now.plusSeconds(60);
        assertThat(health.isHealthy()).isFalse();
    }

    @Test
    void isHealthyWhileNothingIsToBeDone() {
        now = now.plusSeconds(1000);
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void aChangeThatWaitsForTwoPeriodsMakesItSickUntilOneIsDone() {
        health.queued();
        now = now.plusSeconds(59);
        health.queued();
        assertThat(health.isHealthy()).isTrue();
        now = now.plusSeconds(1);
        assertThat(health.isHealthy()).isFalse();
        health.roundEnded(Reports.binding(new Outcome.Applied()).build());
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void anUnreachableKernelCountsAsWaitingFromItsFirstTimeOn() {
        health.roundEnded(Reports.unreachable());
        now = now.plusSeconds(30);
        health.roundEnded(Reports.unreachable());
        now = now.plusSeconds(30);
        assertThat(health.isHealthy()).isFalse();
    }

    @Test
    void oneRefusalDoesNotMakeAllServicesSick() {
        health.queued();
        now = now.plusMillis(3);
        health.roundEnded(
                Reports.binding(new Outcome.Refused("ENOMEM", "no memory")).build());
        now = now.plusSeconds(60);
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void aFamilyWithoutACertainAnswerIsSickByItself() {
        health.queued();
        health.roundEnded(Reports.binding(new Outcome.Lost("ENOBUFS")).build());
        now = now.plusSeconds(60);
        timeOfDay = now;
        health.roundEnded(Reports.binding(new Outcome.Lost("ENOBUFS")).build());
        assertThat(health.families())
                .isEqualTo(Map.of(
                        Family.IPV4, new ProxyHealth.OfFamily(Instant.EPOCH, false),
                        Family.IPV6, new ProxyHealth.OfFamily(now, true)));
        assertThat(health.isHealthy()).isFalse();
        health.roundEnded(Reports.binding(new Outcome.Applied()).build());
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void aChangeThatCameDuringARoundWaitsForTheNext() {
        now = now.plusSeconds(10);
        health.queued();
        now = now.plusSeconds(5);
        health.roundEnded(
                Reports.round().services(1).took(Duration.ofSeconds(10)).build());
        now = now.plusSeconds(54);
        assertThat(health.isHealthy()).isTrue();
        now = now.plusSeconds(1);
        assertThat(health.isHealthy()).isFalse();
    }

    @Test
    void followsTheSyncPeriod() {
        health.queued();
        now = now.plusSeconds(60);
        assertThat(health.isHealthy()).isFalse();
        syncPeriod = Duration.ofSeconds(31);
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void isReadyAfterTheFirstRound() {
        ProxyHealth health = new ProxyHealth(() -> timeOfDay, () -> now, () -> syncPeriod);
        assertThat(health.isReady()).isFalse();
        health.roundEnded(Reports.unreachable());
        assertThat(health.isReady()).isFalse();
        health.roundEnded(Reports.binding(new Outcome.Applied()).build());
        assertThat(health.isReady()).isTrue();
    }
}
