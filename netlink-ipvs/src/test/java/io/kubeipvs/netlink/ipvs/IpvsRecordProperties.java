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
    private static final IpvsRequests REQUESTS = new IpvsRequests(34);

    @Property
    void aServiceSurvivesTheWire(@ForAll("services") IpvsService service) throws Exception {
        IpvsChange change = new IpvsChange.NewService(service);

        assertThat(Golden.decode(Golden.encode(change, ENCODER, new byte[16]), ServiceCodec::decode))
                .containsExactly(service);
    }

    @Property
    void aRealServerSurvivesTheWire(
            @ForAll("keys") IpvsService.Key service, @ForAll("destinations") IpvsDestination destination)
            throws Exception {
        IpvsChange change = new IpvsChange.NewDestination(service, destination);
        Family other = destination.key().address().family() == Family.V4 ? Family.V6 : Family.V4;

        assertThat(Golden.decode(
                        Golden.encode(change, ENCODER, new byte[16]),
                        message -> DestinationCodec.decode(message, other)))
                .containsExactly(destination);
    }

    @Property
    void timeoutsSurviveTheWire(
            @ForAll @IntRange(max = Integer.MAX_VALUE) int tcp,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int tcpFin,
            @ForAll @IntRange(max = Integer.MAX_VALUE) int udp)
            throws Exception {
        IpvsTimeouts timeouts = new IpvsTimeouts(tcp, tcpFin, udp);

        assertThat(Golden.decode(Golden.encode(REQUESTS.setTimeouts(timeouts), new byte[16]), TimeoutsCodec::decode))
                .containsExactly(timeouts);
    }

    @Provide
    Arbitrary<IpvsService> services() {
        Arbitrary<Integer> flags = Arbitraries.integers().map(bits -> bits & ~ServiceFlag.NOT_IN_RECORDS);
        return keys().flatMap(key -> Combinators.combine(names(1), flags, persistences(key.family()), names(0))
                .as((scheduler, bits, persistence, engine) ->
                        new IpvsService(key, scheduler, bits, persistence, engine)));
    }

    @Provide
    Arbitrary<IpvsService.Key> keys() {
        Arbitrary<IpvsService.Key> byAddress = Combinators.combine(addresses(), ports(), Arbitraries.of(6, 17, 132))
                .as(IpvsService.AddressKey::new);
        Arbitrary<IpvsService.Key> byMark = Combinators.combine(
                        Arbitraries.of(Family.class), Arbitraries.integers().filter(mark -> mark != 0))
                .as(IpvsService.MarkKey::new);
        return Arbitraries.oneOf(byAddress, byMark);
    }

    @Provide
    Arbitrary<IpvsDestination> destinations() {
        Arbitrary<IpvsDestination.Key> keys =
                Combinators.combine(addresses(), ports()).as(IpvsDestination.Key::new);
        Arbitrary<IpvsTunnel> tunnels = Combinators.combine(
                        Arbitraries.integers().between(0, 255),
                        ports(),
                        Arbitraries.integers().between(0, 0xFFFF))
                .as(IpvsTunnel::new);
        return Combinators.combine(keys, counts(), Arbitraries.of(ForwardMethod.class), tunnels, counts(), counts())
                .as((key, weight, forward, tunnel, a, b) -> new IpvsDestination(
                        key,
                        weight,
                        forward,
                        Math.max(a, b),
                        Math.min(a, b),
                        forward == ForwardMethod.TUNNEL ? tunnel : IpvsTunnel.IPIP));
    }

    private Arbitrary<Optional<IpvsService.Persistence>> persistences(Family family) {
        Arbitrary<Address> masks = family == Family.V4
                ? Arbitraries.bytes().array(byte[].class).ofSize(4).map(Address::of)
                : Arbitraries.integers().between(1, 128).map(length -> Netmask.of(Family.V6, length));
        return Combinators.combine(counts(), masks)
                .as(IpvsService.Persistence::new)
                .optional();
    }

    private Arbitrary<String> names(int minLength) {
        return Arbitraries.strings()
                .withCharRange('!', '~')
                .ofMinLength(minLength)
                .ofMaxLength(15);
    }

    private Arbitrary<Integer> ports() {
        return Arbitraries.integers().between(0, 65535);
    }

    private Arbitrary<Integer> counts() {
        return Arbitraries.integers().greaterOrEqual(0);
    }

    private Arbitrary<Address> addresses() {
        Arbitrary<byte[]> v4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
        Arbitrary<byte[]> v6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
        return Arbitraries.oneOf(v4, v6).map(Address::of);
    }
}
