package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpTest {
    /** The table is shared with the other module that has a type for addresses. */
    @ParameterizedTest
    @CsvFileSource(resources = "/address-text.csv")
    void readsAndWritesCanonicalText(String text, String canonical) {
        assertThat(Ip.parse(text)).hasToString(canonical);
        assertThat(Ip.parse(canonical)).isEqualTo(Ip.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.300.0.1",
                "10.0.0",
                "10.0.0.1.2",
                "10.0.0.0256",
                "10..0.1",
                "0x10.0.0.1",
                "10.0.0.99999999999",
                "10.0.0.1/32",
                "-1.0.0.0",
                "1e1.0.0.0",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "12345::",
                "g::",
                "::10.0.0.256",
                "10.0.0.1::",
                "fe80::1%eth0",
                ":1:2:3:4:5:6:7"
            })
    void refusesOtherText(String text) {
        assertThatThrownBy(() -> Ip.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not an IPv4 or IPv6 address");
    }

    @ParameterizedTest
    @CsvSource({
        "010.0.0.9, 10.0.0.9",
        "10.01.002.0003, 10.1.2.3",
        "00000.0.0.0, 0.0.0.0",
        "::ffff:010.0.0.1, ::ffff:10.0.0.1",
        "64:ff9b::010.0.0.1, 64:ff9b::a00:1"
    })
    void readsLeadingZerosAsDecimal(String text, String canonical) {
        assertThat(Ip.parse(text)).hasToString(canonical);
    }

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, unspecified",
        "127.0.0.1, loopback",
        "169.254.1.1, link-local",
        "224.0.0.1, multicast",
        "255.255.255.255, broadcast",
        "::, unspecified",
        "::1, loopback",
        "fe80::1, link-local",
        "febf::1, link-local",
        "ff02::1, multicast",
        "::ffff:10.0.0.1, IPv4-mapped"
    })
    void knowsTheSpecialUseOfAnAddress(String text, String use) {
        assertThat(Ip.parse(text).specialUse()).map(SpecialUse::toString).contains(use);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.36.0.0",
                "1.0.0.1",
                "126.255.255.255",
                "223.255.255.255",
                "240.0.0.1",
                "255.255.255.254",
                "0.0.0.1",
                "fd00::1",
                "fec0::1",
                "::2"
            })
    void findsOrdinaryAddressesOrdinary(String text) {
        assertThat(Ip.parse(text).specialUse()).isEmpty();
    }

    @Test
    void ordersUnsignedAndV4First() {
        assertThat(Ip.parse("9.0.0.1")).isLessThan(Ip.parse("200.0.0.1"));
        assertThat(Ip.parse("fd00::1")).isGreaterThan(Ip.parse("2001::1"));
        assertThat(Ip.parse("255.0.0.1")).isLessThan(Ip.parse("::1"));
    }
}
