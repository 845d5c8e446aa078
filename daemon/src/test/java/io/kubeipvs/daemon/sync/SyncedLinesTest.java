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
            for (int i = 0; i < SyncedLines.MOST_A_SECOND + 3; i++) {
                lines.add(ROUND, START.plusMillis(i));
            }
            assertThat(log.lines("synced ")).hasSize(SyncedLines.MOST_A_SECOND).noneMatch(l -> l.contains("rounds="));
            assertThat(lines.next()).isEqualTo(START.plusSeconds(1));

            lines.writeHeld(START.plusMillis(999));
            assertThat(log.lines("rounds=")).isEmpty();

            lines.writeHeld(START.plusSeconds(1));
            assertThat(log.lines("rounds="))
                    .singleElement()
                    .asString()
                    .endsWith("synced services=6 operations=3 draining=0 took_ms=15 rounds=3");
            assertThat(lines.next()).isEqualTo(Instant.MAX);
        }
    }

    @Test
    void theLineForTheOthersCountsInItsSecond() {
        try (CapturedLog log = new CapturedLog()) {
            for (int second = 0; second < 2; second++) {
                for (int i = 0; i < 2 * SyncedLines.MOST_A_SECOND; i++) {
                    lines.add(ROUND, START.plusSeconds(second).plusMillis(i));
                }
            }
            assertThat(log.lines("synced ")).hasSize(2 * SyncedLines.MOST_A_SECOND);
            lines.writeHeld(START.plusSeconds(2));
            assertThat(log.lines("synced ")).hasSize(2 * SyncedLines.MOST_A_SECOND + 1);
        }
    }

    @Test
    void slowRoundsHaveALineEach() {
        try (CapturedLog log = new CapturedLog()) {
            for (int i = 0; i < 50; i++) {
                lines.add(ROUND, START.plusMillis(100L * i));
                assertThat(lines.next()).isEqualTo(Instant.MAX);
            }
            assertThat(log.lines("synced ")).hasSize(50);
        }
    }
}
