package io.kubeipvs.daemon.commands;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountsTest {
    @ParameterizedTest
    @CsvSource({"0, 0s", "59, 59s", "60, 1m", "61, 1m1s", "3600, 1h", "12000, 3h20m", "86400, 1d", "532800, 6d4h"})
    void timesHaveTwoUnitsAtMost(long seconds, String text) {
        assertThat(Amounts.time(seconds)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "999, 999", "1000, 1.0k", "1234, 1.2k", "34000, 34k", "5600000, 5.6M", "7000000000, 7.0G"})
    void numbersAreBrief(long number, String text) {
        assertThat(Amounts.brief(number)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"1, 1 VIP", "2, 2 VIPs", "0, 0 VIPs"})
    void unitsAgree(long number, String text) {
        assertThat(Amounts.count(number, "VIP")).isEqualTo(text);
    }
}
