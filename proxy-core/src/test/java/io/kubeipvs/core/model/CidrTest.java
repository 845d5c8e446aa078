package io.kubeipvs.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,        10.255.1.2,       true",
        "10.0.0.0/8,        11.0.0.0,         false",
        "10.1.2.3/8,        10.9.9.9,         true",
        "192.168.1.128/25,  192.168.1.127,    false",
        "192.168.1.128/25,  192.168.1.128,    true",
        "203.0.113.7/32,    203.0.113.7,      true",
        "203.0.113.7/32,    203.0.113.6,      false",
        "0.0.0.0/0,         255.255.255.255,  true",
        "0.0.0.0/0,         ::1,              false",
        "::/0,              ffff::1,          true",
        "::/0,              1.2.3.4,          false",
        "2001:db8::/32,     2001:db8:ffff::1, true",
        "2001:db8::/32,     2001:db9::1,      false",
        "fd00::/64,         fd00::1:0:0:1,    true",
        "fd00::/64,         fd00:0:0:1::,     false",
        "fd00::/65,         fd00::8000:0:0:0, false",
        "fd00::1/128,       fd00::1,          true",
        "fd00::1/128,       fd00::2,          false",
    })
    void contains(String range, String address, boolean expected) {
        assertThat(Cidr.parse(range).contains(Ip.parse(address))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3/8, 10.0.0.0/8", "1.2.3.4/0, 0.0.0.0/0", "fd00::1/64, fd00::/64", "::1/128, ::1/128"})
    void bitsBehindThePrefixDoNotCount(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString(canonical).isEqualTo(Cidr.parse(canonical));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "10.0.0.0",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8/8",
                "::/129",
                "x/8",
                "10.0.0.0/+8",
                " 10.0.0.0/8",
            })
    void whatIsNoRangeIsNamed(String text) {
        assertThatThrownBy(() -> Cidr.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'" + text + "' is not a range of IPv4 or IPv6 addresses");
    }

    @Test
    void anAddressIsARangeOfOne() {
        assertThat(Cidr.of(Ip.parse("10.0.0.1"))).hasToString("10.0.0.1/32");
        assertThat(Cidr.of(Ip.parse("fd00::1"))).hasToString("fd00::1/128");
        assertThat(Cidr.of(Ip.parse("10.0.0.1")).isEverything()).isFalse();
        assertThat(Cidr.parse("::/0").isEverything()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.96.0.0", "10.96.0.9", "10.96.0.15", "fd00::", "fd00::9", "fd00::f"})
    void aRangeWithoutAnAddressHoldsAllTheOthers(String address) {
        Ip ip = Ip.parse(address);
        Cidr range = new Cidr(ip, ip.family().bits() - 4);
        Set<Cidr> rest = range.without(ip);
        assertThat(rest).hasSize(4).allMatch(range::covers).noneMatch(part -> part.contains(ip));
        assertThat(Cidr.outermost(rest)).as("none lies in another").isEqualTo(rest);
        assertThat(rest.stream()
                        .mapToInt(part -> 1 << ip.family().bits() - part.prefixLength())
                        .sum())
                .isEqualTo(15);
    }

    @Test
    void anAddressThatIsNotInItIsNotTakenFromIt() {
        Cidr range = Cidr.parse("10.96.0.0/12");
        assertThat(range.without(Ip.parse("10.112.0.0"))).containsExactly(range);
        assertThat(range.without(Ip.parse("fd00::1"))).containsExactly(range);
        assertThat(Cidr.parse("fd00::1/128").without(Ip.parse("fd00::1"))).isEmpty();
    }
}
