package io.kubeipvs.core.apply;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CadenceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final Cadence cadence = new Cadence(Duration.ofSeconds(60));

    @Test
    void preparesTheKernelFirstAndThenOnceAPeriod() {
        assertThat(cadence.isPreparationDue(NOON)).isTrue();
        cadence.prepared(NOON);
        cadence.settled();
        assertThat(cadence.isPreparationDue(NOON.plusSeconds(59))).isFalse();
        assertThat(cadence.isPreparationDue(NOON.plusSeconds(60))).isTrue();
        assertThat(cadence.next()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void retriesLaterAndLaterUpToThirtySeconds() {
        cadence.prepared(NOON.plusSeconds(3600));
        Instant now = NOON;
        for (int millis : new int[] {250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            cadence.failed(now, false);
            assertThat(cadence.next()).isEqualTo(now.plusMillis(millis));
            now = cadence.next();
            assertThat(cadence.isRetryDue(now)).isTrue();
        }
        cadence.settled();
        cadence.failed(now, false);
        assertThat(cadence.next()).isEqualTo(now.plusMillis(250));
    }

    @Test
    void furtherFailuresDoNotPostponeAPlannedRetry() {
        cadence.prepared(NOON);
        cadence.failed(NOON, false);
        cadence.failed(NOON.plusMillis(200), false);
        assertThat(cadence.isRetryDue(NOON.plusMillis(250))).isTrue();
    }

    @Test
    void preparesTheKernelAgainBeforeTheRetryThatFollowsABrokenConnection() {
        cadence.prepared(NOON);
        cadence.failed(NOON, true);
        assertThat(cadence.isPreparationDue(NOON.plusMillis(250))).isTrue();
        assertThat(cadence.isPreparationDue(NOON)).isFalse();
    }

    @Test
    void aKernelThatCannotBePreparedIsPreparedAgainAfterAPause() {
        cadence.failed(NOON, true);
        assertThat(cadence.isPreparationDue(NOON)).isFalse();
        assertThat(cadence.next()).isEqualTo(NOON.plusMillis(250));
    }

    @Test
    void aShorterPeriodAppliesAtOnceAndALongerOneAfterTheNextPreparation() {
        Instant start = Instant.EPOCH;
        cadence.prepared(start);
        cadence.changePeriod(Duration.ofSeconds(5), start.plusSeconds(1));
        assertThat(cadence.next()).isEqualTo(start.plusSeconds(6));
        cadence.changePeriod(Duration.ofHours(1), start.plusSeconds(2));
        assertThat(cadence.next()).isEqualTo(start.plusSeconds(6));
        cadence.prepared(start.plusSeconds(6));
        assertThat(cadence.next()).isEqualTo(start.plusSeconds(3606));
    }
}
