package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangeTriggerTest {
    @ParameterizedTest
    @CsvSource({
        "2026-11-21T07:32:48.123456789Z, 2026-11-21T07:32:48.123456Z",
        "2026-11-21T07:32:48Z,           2026-11-21T07:32:48Z",
        "0001-01-01T00:00:00Z,           0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z, 9999-12-31T23:59:59.999999Z",
    })
    void hasTheTimeInMicroseconds(String given, String expected) {
        assertThat(new ChangeTrigger(Family.IPV4, Instant.parse(given)).time()).isEqualTo(expected);
    }
}
