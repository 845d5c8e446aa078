package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class AddressProperties {
    @Property
    void textAndBack(@ForAll("addresses") Address address) {
        assertThat(Address.parse(address.toString())).isEqualTo(address);
    }

    @Property
    void bytesAndBack(@ForAll("addresses") Address address) {
        assertThat(Address.of(address.bytes())).isEqualTo(address);
    }

    @Property
    void theJdkReadsTheSameBytes(@ForAll("addresses") Address address) throws Exception {
        byte[] bytes = InetAddress.getByName(address.toString()).getAddress();

        assertThat(address.toString().startsWith("::ffff:")
                        || bytes.length == address.family().width())
                .isTrue();
        assertThat(address.bytes()).endsWith(bytes);
    }

    /** Addresses with many zero groups among them, where the text forms differ. */
    @Provide
    public static Arbitrary<Address> addresses() {
        Arbitrary<Byte> octet =
                Arbitraries.frequencyOf(Tuple.of(2, Arbitraries.just((byte) 0)), Tuple.of(1, Arbitraries.bytes()));
        Arbitrary<byte[]> v4 = octet.array(byte[].class).ofSize(4);
        Arbitrary<byte[]> v6 = octet.array(byte[].class).ofSize(16);
        return Arbitraries.oneOf(v4, v6).map(Address::of);
    }
}
