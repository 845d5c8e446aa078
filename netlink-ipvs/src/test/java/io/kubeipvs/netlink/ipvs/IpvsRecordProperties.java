package io.kubeipvs.netlink.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

class IpvsRecordProperties {

    private static final IpvsChangeEncoder ENCODER = new IpvsChangeEncoder(34);

    @Property
    void aServiceSurvivesTheWire(@ForAll("services") IpvsService service) throws Exception {
        IpvsChange change = new IpvsChange.NewService(service);

        assertThat(Golden.decode(Golden.encode(change, ENCODER, new byte[16]), ServiceCodec::decode))
                .containsExactly(Optional.of(service));
    }

    @Property
    void aRealServerSurvivesTheWire(
            @ForAll("services") IpvsService service,
            @ForAll("addresses") Address address,
            @ForAll @IntRange(max = 65535) int port,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int weight,
            @ForAll ForwardMethod forward)
            throws Exception {
        IpvsDestination destination = new IpvsDestination(new IpvsDestination.Key(address, port), weight, forward);
        IpvsChange change = new IpvsChange.NewDestination(service.key(), destination);
        Family other = address.family() == Family.V4 ? Family.V6 : Family.V4;

        assertThat(Golden.decode(
                        Golden.encode(change, ENCODER, new byte[16]),
                        message -> DestinationCodec.decode(message, other)))
                .containsExactly(destination);
    }

    @Provide
    Arbitrary<IpvsService> services() {
        Arbitrary<IpvsService.Key> keys = Combinators.combine(
                        addresses(), Arbitraries.integers().between(0, 65535), Arbitraries.of(6, 17, 132))
                .as(IpvsService.Key::new);
        Arbitrary<String> schedulers =
                Arbitraries.strings().withCharRange('a', 'z').ofMinLength(1).ofMaxLength(15);
        Arbitrary<Integer> flags = Arbitraries.integers().map(bits -> bits & ~ServiceFlag.HASHED);
        Arbitrary<Integer> timeouts = Arbitraries.integers().greaterOrEqual(0);
        return Combinators.combine(keys, schedulers, flags, timeouts).as(IpvsService::new);
    }

    @Provide
    Arbitrary<Address> addresses() {
        Arbitrary<byte[]> v4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
        Arbitrary<byte[]> v6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
        return Arbitraries.oneOf(v4, v6).map(Address::of);
    }
}
