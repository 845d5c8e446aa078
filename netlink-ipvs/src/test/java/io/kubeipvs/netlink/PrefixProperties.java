package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class PrefixProperties {
    @Property
    void outermostKeepsEveryAddressAndOverlapsNowhere(
            @ForAll("prefixes") List<Prefix> prefixes, @ForAll("addresses") Address address) {
        List<Prefix> outermost = Prefix.outermost(prefixes);

        assertThat(outermost.stream().anyMatch(prefix -> prefix.contains(address)))
                .isEqualTo(prefixes.stream().anyMatch(prefix -> prefix.contains(address)));
        for (int i = 1; i < outermost.size(); i++) {
            Prefix before = outermost.get(i - 1);
            Prefix next = outermost.get(i);
            assertThat(before.last().compareTo(next.first())).isNegative();
        }
        assertThat(prefixes).containsAll(outermost);
        assertThat(Prefix.outermost(outermost)).isEqualTo(outermost);
    }

    @Property
    void containsExactlyTheAddressesFromFirstToLast(@ForAll("prefix") Prefix prefix, @ForAll("addresses") Address any) {
        boolean between = any.family() == prefix.first().family()
                && any.compareTo(prefix.first()) >= 0
                && any.compareTo(prefix.last()) <= 0;

        assertThat(prefix.contains(any)).isEqualTo(between);
        assertThat(prefix.contains(prefix.first())).isTrue();
        assertThat(prefix.contains(prefix.last())).isTrue();
    }

    @Property
    void isEqualToThePrefixReadFromItsText(@ForAll("prefix") Prefix prefix) {
        assertThat(Prefix.parse(prefix.toString())).isEqualTo(prefix);
    }

    @Provide
    Arbitrary<List<Prefix>> prefixes() {
        return prefix().list().ofMaxSize(20);
    }

    @Provide
    Arbitrary<Prefix> prefix() {
        return addresses()
                .flatMap(address -> Arbitraries.integers()
                        .between(0, address.family().bits())
                        .map(length -> Prefix.around(address, length)));
    }

    /** Few different bits, at both ends, so that prefixes meet. */
    @Provide
    Arbitrary<Address> addresses() {
        Arbitrary<Integer> few = Arbitraries.of(0, 1, 3, 128, 255);
        Arbitrary<byte[]> v4 = bytes(few, 4);
        Arbitrary<byte[]> v6 = bytes(few, 16);
        return Arbitraries.oneOf(v4, v6).map(Address::of);
    }

    private static Arbitrary<byte[]> bytes(Arbitrary<Integer> values, int count) {
        return values.map(Integer::byteValue).array(byte[].class).ofSize(count);
    }
}
