package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {
    /** The table is shared with the other module that has a type for addresses. */
    @ParameterizedTest
    @CsvFileSource(resources = "/address-text.csv")
    void writesTheCanonicalForm(String literal, String canonical) {
        assertThat(Address.parse(literal)).hasToString(canonical);
        assertThat(Address.parse(canonical)).isEqualTo(Address.parse(literal));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "10.0.0",
                "10.0.0.256",
                "010.0.0.1",
                "1.2.3.4.5",
                "10.0.0.-1",
                " 10.0.0.1",
                "10.0.0.1/32",
                ":",
                ":::",
                "1::2::3",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7::8:9",
                "fe80::1%eth0",
                "12345::",
                "1.2.3.4::",
                "::1.2.3.4:5",
                "::1.2.3",
                ":1::",
                "g::"
            })
    void refusesOtherText(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.parse(text))
                .withMessage("\"" + text + "\" is not an IPv4 or IPv6 address literal");
    }

    @Test
    void aV4MappedAddressStaysIpv6() {
        Address mapped = Address.parse("::ffff:10.0.0.1");

        assertThat(mapped.family()).isEqualTo(Family.V6);
        assertThat(mapped.bytes()).hasSize(16);
        assertThat(Address.of(mapped.bytes())).isEqualTo(mapped).isNotEqualTo(Address.parse("10.0.0.1"));
    }

    @Test
    void ordersByFamilyThenUnsigned() {
        List<String> ordered = List.of("0.0.0.0", "127.0.0.1", "128.0.0.0", "::", "::8000:0:0:0", "7fff::", "8000::");

        assertThat(Stream.of("8000::", "128.0.0.0", "::", "7fff::", "0.0.0.0", "::8000:0:0:0", "127.0.0.1")
                        .map(Address::parse)
                        .sorted())
                .extracting(Address::toString)
                .isEqualTo(ordered);
    }

    @Test
    void refusesOtherLengths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Address.of(new byte[5]))
                .withMessage("an address has 4 or 16 bytes, not 5");
    }
}
