package io.kubeipvs.daemon.k8s;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times of the API are read as {@link OffsetDateTime} reads them. */
class ApiTimeTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-11-30T10:11:12Z",
                "2026-11-30T10:11:12.Z",
                "2026-11-30T10:11:12.1Z",
                "2026-11-30T10:11:12.123456789Z",
                "2026-11-30T10:11:12.000000001Z",
                "1969-12-31T23:59:59.5Z",
                "0000-01-01T00:00:00Z",
                "2024-02-29T00:00:00Z",
                "2026-11-30T10:11:12+01:00",
                "2026-11-30T10:11:12.5-07:30",
                "2026-11-30T10:11Z"
            })
    void everyTimeIsReadAsTheLibraryReadsIt(String text) {
        assertThat(ApiTime.parse(text)).isEqualTo(OffsetDateTime.parse(text).toInstant());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "now",
                "2026-11-30",
                "2026-11-30 10:11:12Z",
                "2026-11-30T10:11:12",
                "2026-11-30T10:11:12.1234567890Z",
                "2026-11-30T10:11:12,5Z",
                "2026-11-30T10:11:12.5xZ",
                "2026-02-30T10:11:12Z",
                "2025-02-29T10:11:12Z",
                "2026-13-01T10:11:12Z",
                "2026-11-30T24:11:12Z",
                "2026-11-30T10:60:12Z",
                "2026-11-30T10:11:60Z",
                "+026-11-30T10:11:12Z",
                "2026-+1-30T10:11:12Z",
                "２026-11-30T10:11:12Z"
            })
    void whatTheLibraryRefusesIsRefused(String text) {
        assertThatThrownBy(() -> OffsetDateTime.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> ApiTime.parse(text)).isInstanceOf(DateTimeException.class);
    }

    @Test
    void aTimeInUtcHasItsNanoseconds() {
        assertThat(ApiTime.parse("2026-11-30T10:11:12.000120Z"))
                .isEqualTo(Instant.ofEpochSecond(1_796_033_472L, 120_000));
    }
}
