package io.kubeipvs.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.Request;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class RouteRecordProperties {
    private static final byte[] LIKE = new byte[16];

    @Property
    void aLocalRouteSurvivesTheWire(
            @ForAll @IntRange(min = 1) int link,
            @ForAll("routes") LocalRoute any,
            @ForAll @IntRange(max = 255) int protocol)
            throws Exception {
        LocalRoute route = new LocalRoute(link, any.destination(), any.prefixLength(), any.preferredSource(), protocol);

        for (LocalRouteChange change : new LocalRouteChange[] {
            new LocalRouteChange.AddLocalRoute(route), new LocalRouteChange.RemoveLocalRoute(route)
        }) {
            assertThat(Golden.decode(Golden.encode(change, new LocalRouteEncoder(), LIKE), LocalRouteCodec::decode))
                    .containsExactly(Optional.of(route));
        }
    }

    @Property
    void anAddressSurvivesTheWire(@ForAll @IntRange(min = 1) int link, @ForAll("addresses") Address address)
            throws Exception {
        AddressChange change = new AddressChange.AddAddress(link, address);

        assertThat(Golden.decode(Golden.encode(change, new AddressChangeEncoder(), LIKE), AddressCodec::decode))
                .singleElement()
                .satisfies(read -> {
                    assertThat(read.linkIndex()).isEqualTo(link);
                    assertThat(read.address()).isEqualTo(address);
                    assertThat(read.prefixLength()).isEqualTo(address.family().bits());
                });
    }

    @Property
    void aLinkSurvivesTheWire(
            @ForAll @AlphaChars @StringLength(min = 1, max = 15) String name,
            @ForAll @AlphaChars @StringLength(min = 1, max = 15) String kind)
            throws Exception {
        Request request = new Request(
                RouteMessage.NEWLINK,
                MessageFlags.CREATE,
                LinkCodec.LAYOUT,
                out -> LinkCodec.writeNew(out, name, kind));

        assertThat(Golden.decode(Golden.encode(request, LIKE), LinkCodec::decode))
                .containsExactly(new Link(0, name, kind, 0));
    }

    @Provide
    Arbitrary<LocalRoute> routes() {
        return addresses()
                .flatMap(destination -> Arbitraries.integers()
                        .between(0, destination.family().bits())
                        .flatMap(bits -> addresses()
                                .optional()
                                .filter(source ->
                                        source.isEmpty() || source.get().family() == destination.family())
                                .map(source -> new LocalRoute(1, destination, bits, source, 0))));
    }

    @Provide
    Arbitrary<Address> addresses() {
        Arbitrary<byte[]> v4 = Arbitraries.bytes().array(byte[].class).ofSize(4);
        Arbitrary<byte[]> v6 = Arbitraries.bytes().array(byte[].class).ofSize(16);
        return Arbitraries.oneOf(v4, v6).map(Address::of);
    }
}
