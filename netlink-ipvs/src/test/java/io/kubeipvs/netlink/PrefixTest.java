package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrefixTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, 10.255.255.255",
        "10.1.2.3/8, 10.0.0.0, 10.255.255.255",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255",
        "10.1.2.3, 10.1.2.3, 10.1.2.3",
        "10.1.2.3/31, 10.1.2.2, 10.1.2.3",
        "::/0, ::, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
        "fd00::/63, fd00::, fd00:0:0:1:ffff:ffff:ffff:ffff",
        "fd00::/64, fd00::, fd00::ffff:ffff:ffff:ffff",
        "fd00::8000:0:0:1/65, fd00::8000:0:0:0, fd00::ffff:ffff:ffff:ffff",
        "fd00::1, fd00::1, fd00::1"
    })
    void spansFromItsFirstToItsLastAddress(String text, String first, String last) {
        assertThat(Prefix.parse(text).first()).isEqualTo(Address.parse(first));
        assertThat(Prefix.parse(text).last()).isEqualTo(Address.parse(last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "host/8", "/8"})
    void refusesInvalidPrefixes(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Prefix.parse(text));
    }

    @Test
    void bitsBehindThePrefixAreNamedInTheError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Prefix(Address.parse("10.0.0.1"), 8))
                .withMessage("10.0.0.1/8 has bits behind its prefix: meant is 10.0.0.0");
    }

    @Test
    void outermostDropsPrefixesInsideOthers() {
        assertThat(Prefix.outermost(Stream.of(
                                "10.1.0.0/16",
                                "10.0.0.0/8",
                                "10.0.0.0/8",
                                "11.0.0.0/8",
                                "10.0.0.0/9",
                                "::/0",
                                "fd00::1")
                        .map(Prefix::parse)
                        .toList()))
                .isEqualTo(List.of(Prefix.parse("10.0.0.0/8"), Prefix.parse("11.0.0.0/8"), Prefix.parse("::/0")));
    }
}
