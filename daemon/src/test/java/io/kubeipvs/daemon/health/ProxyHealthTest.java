package io.kubeipvs.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProxyHealthTest {
    private Instant now = Instant.EPOCH;
    private Duration syncPeriod = Duration.ofSeconds(30);
    private final ProxyHealth health = new ProxyHealth(() -> now, () -> syncPeriod);

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
        health.synced(report(new Outcome.Applied()));
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void anUnreachableKernelCountsAsWaitingFromItsFirstTimeOn() {
        health.unreachable();
        now = now.plusSeconds(30);
        health.unreachable();
        now = now.plusSeconds(30);
        assertThat(health.isHealthy()).isFalse();
    }

    @Test
    void oneRefusalDoesNotMakeAllServicesSick() {
        health.queued();
        now = now.plusMillis(3);
        health.synced(report(new Outcome.Refused("ENOMEM", "no memory")));
        now = now.plusSeconds(60);
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void aFamilyWithoutACertainAnswerIsSickByItself() {
        health.queued();
        health.synced(report(new Outcome.Lost("ENOBUFS")));
        now = now.plusSeconds(60);
        health.synced(report(new Outcome.Lost("ENOBUFS")));
        assertThat(health.families())
                .isEqualTo(Map.of(
                        Family.IPV4, new ProxyHealth.OfFamily(Instant.EPOCH, false),
                        Family.IPV6, new ProxyHealth.OfFamily(now, true)));
        assertThat(health.isHealthy()).isFalse();
        health.synced(report(new Outcome.Applied()));
        assertThat(health.isHealthy()).isTrue();
    }

    @Test
    void aChangeThatCameDuringARoundWaitsForTheNext() {
        now = now.plusSeconds(10);
        health.queued();
        now = now.plusSeconds(5);
        health.synced(new SyncReport(1, false, new ApplyReport(List.of()), 0, Duration.ofSeconds(10)));
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
        assertThat(health.isReady()).isFalse();
        health.unreachable();
        assertThat(health.isReady()).isFalse();
        health.synced(report(new Outcome.Applied()));
        assertThat(health.isReady()).isTrue();
    }

    private static SyncReport report(Outcome outcome) {
        ApplyReport.Result result = new ApplyReport.Result(new KernelOp.BindVip(Ip.parse("10.96.0.1")), outcome);
        return new SyncReport(1, false, new ApplyReport(List.of(result)), 0, Duration.ofMillis(3));
    }
}
