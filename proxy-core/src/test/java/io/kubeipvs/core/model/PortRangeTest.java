package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PortRangeTest {
    @Test
    void bothEndsAreInTheRange() {
        PortRange range = PortRange.parse("30000-30001");
        assertThat(range.contains(30000)).isTrue();
        assertThat(range.contains(30001)).isTrue();
        assertThat(range.contains(29999)).isFalse();
        assertThat(range.contains(30002)).isFalse();
        assertThat(range).hasToString("30000-30001");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30000", "-", "2-1", "0-1", "1-65536", "a-b", "1-2-3"})
    void refusesAnyOtherText(String text) {
        assertThatThrownBy(() -> PortRange.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
