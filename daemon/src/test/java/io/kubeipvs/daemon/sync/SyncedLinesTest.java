package io.kubeipvs.daemon.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.daemon.CapturedLog;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SyncedLinesTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private static final SyncReport ROUND = Reports.binding(new Outcome.Applied())
            .services(2)
            .took(Duration.ofMillis(5))
            .build();

    private final SyncedLines lines = new SyncedLines();

    @Test
    void everyRoundHasALineUpToTheRateAndTheOthersShareOne() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < SyncedLines.MOST_A_MINUTE + 3; i++) {
                lines.add(ROUND, START.plusMillis(i));
            }
            assertThat(log.lines("synced ")).hasSize(SyncedLines.MOST_A_MINUTE).noneMatch(l -> l.contains("rounds="));
            assertThat(lines.next()).isEqualTo(START.plusSeconds(60));

            lines.writeHeld(START.plusSeconds(59));
            assertThat(log.lines("rounds=")).isEmpty();

            lines.writeHeld(START.plusSeconds(60));
            assertThat(log.lines("rounds="))
                    .singleElement()
                    .asString()
                    .endsWith("synced services=6 operations=3 draining=0 took_ms=15 rounds=3");
            assertThat(lines.next()).isEqualTo(Instant.MAX);
        }
    }

    @Test
    void theLineForTheOthersCountsInItsMinute() {
        try (CapturedLog log = new CapturedLog()) {
            for (int minute = 0; minute < 2; minute++) {
                for (int i = 0; i < 2 * SyncedLines.MOST_A_MINUTE; i++) {
                    lines.add(ROUND, START.plusSeconds(60L * minute).plusMillis(i));
                }
            }
            assertThat(log.lines("synced ")).hasSize(2 * SyncedLines.MOST_A_MINUTE);
            lines.writeHeld(START.plusSeconds(120));
            assertThat(log.lines("synced ")).hasSize(2 * SyncedLines.MOST_A_MINUTE + 1);
        }
    }

    @Test
    void slowRoundsHaveALineEach() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 50; i++) {
                lines.add(ROUND, START.plusSeconds(6L * i));
                assertThat(lines.next()).isEqualTo(Instant.MAX);
            }
            assertThat(log.lines("synced ")).hasSize(50);
        }
    }
}
