package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The lines of a first sync. */
class FirstSyncTest {
    private static final ServiceView WEB = ServiceView.named(new ServiceName("default", "web"));

    private Instant now = Instant.EPOCH;
    private final SyncLog log = new SyncLog(() -> now);

    @Test
    void aLongOneShowsItsProgressAtMostEveryFiveSeconds() {
        try (CapturedLog lines = new CapturedLog()) {
            round(4, Duration.ofSeconds(3), 100);
            for (int waiting = 3; waiting > 0; waiting--) {
                round(waiting, Duration.ofSeconds(3), 100);
            }
            assertThat(log.firstSync()).isEqualTo(new Progress.Amount(4, 5));
            round(0, Duration.ofSeconds(3), 0);
            assertThat(lines.lines("sync_progress")).hasSize(2);
            assertThat(lines.lines("sync_progress").get(0))
                    .endsWith("sync_progress services=2 of=5 operations=0 took_ms=6000");
            assertThat(lines.lines("first_sync services=")).hasSize(1);
            assertThat(log.firstSync().isComplete()).isTrue();
        }
    }

    @Test
    void aShortOneHasItsEndAlone() {
        try (CapturedLog lines = new CapturedLog()) {
            round(1, Duration.ofSeconds(1), 100);
            round(0, Duration.ofSeconds(1), 0);
            assertThat(lines.lines("first_sync")).hasSize(1);
        }
    }

    /** @param waitingServices after it */
    private void round(int waitingServices, Duration took, int waitingObjects) {
        now = now.plus(took);
        log.roundEnded(
                Reports.round()
                        .services(1)
                        .applied(WEB)
                        .took(took)
                        .waiting(waitingObjects)
                        .build(),
                waitingServices);
    }
}
