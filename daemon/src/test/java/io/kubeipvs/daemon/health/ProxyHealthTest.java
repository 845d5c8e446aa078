package io.kubeipvs.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.sync.SyncReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProxyHealthTest {
    private Instant now = Instant.EPOCH;
    private final ProxyHealth health = new ProxyHealth(() -> now, Duration.ofSeconds(30));

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
        health.synced(report(new Outcome.Refused("ENOMEM", "no memory")));
        now = now.plusSeconds(60);
        assertThat(health.isHealthy()).isTrue();
    }

    private static SyncReport report(Outcome outcome) {
        ApplyReport.Result result = new ApplyReport.Result(new KernelOp.BindVip(Ip.parse("10.96.0.1")), outcome);
        return new SyncReport(1, false, new ApplyReport(List.of(result)), 0, Duration.ofMillis(3));
    }
}
