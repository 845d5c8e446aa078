package io.kubeipvs.core.audit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class AuditPaceTest {
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private final AuditPace pace = new AuditPace(Duration.ofSeconds(30));

    @Test
    void aPauseDependsOnTheTimeOfTheReading() {
        pace.spent(Duration.ofMillis(2), NOON);
        assertThat(pace.regular()).isEqualTo(NOON.plusMillis(700));
        assertThat(pace.urgent()).isEqualTo(NOON.plusMillis(20));
    }

    @Test
    void whatDiffersIsReadAfterHalfASecondAtMost() {
        pace.spent(Duration.ofMillis(200), NOON);
        assertThat(pace.urgent()).isEqualTo(NOON.plusMillis(500));
    }

    @Test
    void noPauseIsLongerThanATenthOfThePeriod() {
        pace.spent(Duration.ofSeconds(1), NOON);
        assertThat(pace.regular()).isEqualTo(NOON.plusSeconds(3));
        pace.setPeriod(Duration.ofSeconds(1));
        pace.spent(Duration.ofSeconds(1), NOON);
        assertThat(pace.regular()).isEqualTo(NOON.plusMillis(100));
    }

    @Test
    void failuresInARowAreTriedAgainLaterAndLaterUpToHalfAMinute() {
        for (int seconds : new int[] {1, 2, 4, 8, 16, 30, 30}) {
            pace.failed(NOON);
            assertThat(pace.regular()).isEqualTo(NOON.plusSeconds(seconds));
            assertThat(pace.urgent()).isEqualTo(NOON.plusSeconds(seconds));
        }
        pace.spent(Duration.ZERO, NOON);
        pace.failed(NOON);
        assertThat(pace.regular()).isEqualTo(NOON.plusSeconds(1));
    }
}
