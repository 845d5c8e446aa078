package io.kubeipvs.daemon.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.core.model.GoDuration;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Durations are those of Go: its {@code time.ParseDuration} and its text. */
class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "+0, 0s",
        "0s, 0s",
        "30s, 30s",
        "0.5m, 30s",
        "1.5h, 1h30m0s",
        ".5s, 500ms",
        "5.s, 5s",
        "1m1s, 1m1s",
        "1s1m, 1m1s",
        "24h, 24h0m0s",
        "250ms, 250ms",
        "100us, 100µs",
        "100µs, 100µs",
        "100μs, 100µs",
        "1500us, 1.5ms",
        "999ns, 999ns",
        "0.1ns, 0s",
        "1.000000001s, 1.000000001s",
        "-1m, -1m0s",
        "2562047h47m16.854775807s, 2562047h47m16.854775807s"
    })
    void readsAndWritesEveryForm(String text, String written) throws ConfigException {
        assertThat(GoDuration.text(Durations.parse("key", text))).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", " ", "1", "s", ".s", "-", "+", "1d", "1 s", "1h-5m", "1S", "1h ", "--1s", "1e3s", "2562048h"
            })
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> Durations.parse("key", text))
                .isInstanceOf(ConfigException.class)
                .hasMessageStartingWith("key: '" + text + "' is not allowed; allowed: ");
    }

    @ParameterizedTest
    @CsvSource({"PT24H, 24h", "PT1M30S, 1m30s", "PT0S, 0s", "PT1H5M, 1h5m"})
    void aPersonWritesNoZeros(Duration duration, String text) {
        assertThat(GoDuration.brief(duration)).isEqualTo(text);
    }
}
