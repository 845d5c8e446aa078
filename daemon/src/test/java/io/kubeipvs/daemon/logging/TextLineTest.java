package io.kubeipvs.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class TextLineTest {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSX", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final long YEAR_2100_MILLIS = 4_102_444_800_000L;

    @Test
    void theTimeIsThatOfTheFormatter() {
        assertThat(TextLine.time(0)).isEqualTo("1970-01-01T00:00:00.000Z");
        assertThat(TextLine.time(1_709_251_199_999L)).isEqualTo("2024-02-29T23:59:59.999Z");
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            long millis = random.nextLong(-YEAR_2100_MILLIS / 4, YEAR_2100_MILLIS);
            assertThat(TextLine.time(millis)).isEqualTo(FORMAT.format(Instant.ofEpochMilli(millis)));
        }
    }

    @Test
    void theLineHasTheThreadAndTheLoggerOnlyWithDetails() {
        assertThat(TextLine.of(0, Level.WARN, "a.B", "event key=1", false))
                .isEqualTo("1970-01-01T00:00:00.000Z WARN event key=1");
        assertThat(TextLine.of(0, Level.DEBUG, "a.B", "event key=1", true))
                .isEqualTo(
                        "1970-01-01T00:00:00.000Z [" + Thread.currentThread().getName() + "] DEBUG a.B - event key=1");
        assertThat(TextLine.of(0, Level.INFO, "a.B", "event", false)).endsWith(" INFO event");
    }
}
