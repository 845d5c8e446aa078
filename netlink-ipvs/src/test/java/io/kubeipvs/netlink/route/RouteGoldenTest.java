package io.kubeipvs.netlink.route;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MessageFlags;
import io.kubeipvs.netlink.Request;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteGoldenTest {
    private static final int LO = 1;
    private static final int AF_BRIDGE = 7;
    private static final Address V4 = Address.parse("10.96.0.10");
    private static final Address V6 = Address.parse("fd00:96::a");

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("ip-add-address-v4", new AddressChange.AddAddress(LO, V4)),
                Arguments.of("ip-add-address-v6", new AddressChange.AddAddress(LO, V6)),
                Arguments.of("ip-delete-address-v4", new AddressChange.RemoveAddress(LO, V4)),
                Arguments.of("ip-delete-address-v6", new AddressChange.RemoveAddress(LO, V6)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void writesAddressesAsIpDoes(String golden, AddressChange change) {
        byte[] expected = Golden.bytes("route/" + golden);

        assertThat(Golden.encode(change, new AddressChangeEncoder(), expected)).isEqualTo(expected);
    }

    @Test
    void writesANewLinkThatTheKernelAccepted() {
        byte[] expected = Golden.bytes("route/new-link");
        Request request = new Request(
                RouteMessage.NEWLINK,
                MessageFlags.CREATE | MessageFlags.EXCLUSIVE,
                LinkCodec.LAYOUT,
                out -> LinkCodec.writeNew(out, "kube-ipvs0", "dummy"));

        assertThat(Golden.encode(request, expected)).isEqualTo(expected);
    }

    @Test
    void readsTheLinkThatIpAsksFor() throws Exception {
        Link link = new Link(0, "kube-ipvs0", "dummy", 0);

        assertThat(Golden.decode(Golden.bytes("route/ip-new-link"), LinkCodec::decode))
                .containsExactly(link);
        assertThat(Golden.decode(Golden.bytes("route/new-link"), LinkCodec::decode))
                .containsExactly(link);
    }

    @Test
    void deletesALinkAsIpDoes() {
        byte[] expected = Golden.bytes("route/ip-delete-link");
        Request request = new Request(RouteMessage.DELLINK, 0, LinkCodec.LAYOUT, out -> LinkCodec.writeHeader(out, 2));

        assertThat(Golden.encode(request, expected)).isEqualTo(expected);
    }

    @Test
    void readsADummyLinkThatIsDown() throws Exception {
        assertThat(Golden.decode(Golden.bytes("route/get-link"), LinkCodec::decode))
                .singleElement()
                .satisfies(link -> {
                    assertThat(link.name()).isEqualTo("kube-ipvs0");
                    assertThat(link.kind()).isEqualTo("dummy");
                    assertThat(link.isUp()).isFalse();
                });
    }

    @Test
    void listsAddressesOfBothFamiliesAndThisEndOfAPointToPointLink() throws Exception {
        int permanent = AddressFlag.PERMANENT;
        int ours = permanent | AddressFlag.NO_DUPLICATE_DETECTION | AddressFlag.NO_PREFIX_ROUTE;

        assertThat(Golden.decode(Golden.bytes("route/list-addresses"), AddressCodec::decode))
                .containsExactly(
                        new LinkAddress(LO, Address.parse("127.0.0.1"), 8, permanent, 254),
                        new LinkAddress(LO, V4, 32, permanent, 0),
                        new LinkAddress(LO, Address.parse("10.1.0.1"), 32, permanent, 0),
                        new LinkAddress(LO, V6, 128, ours, 0),
                        new LinkAddress(LO, Address.parse("::1"), 128, permanent, 254));
    }

    @ParameterizedTest
    @ValueSource(strings = {"get-link", "ip-new-link", "new-link", "ip-delete-link"})
    void linksSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("route/" + golden, LinkCodec::decode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list-addresses", "ip-add-address-v4", "ip-add-address-v6", "ip-delete-address-v6"})
    void addressesSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("route/" + golden, AddressCodec::decode);
    }

    static Stream<Arguments> routeChanges() {
        LocalRoute v4 = LocalRoute.toHost(3, Address.parse("10.96.0.10"), Optional.of(Address.parse("10.0.0.1")));
        LocalRoute v6 = LocalRoute.toHost(3, Address.parse("fd00:96::a"), Optional.of(Address.parse("fd00::1")));
        return Stream.of(
                Arguments.of("ip-add-local-route-v4", new LocalRouteChange.AddLocalRoute(v4)),
                Arguments.of("ip-add-local-route-v6", new LocalRouteChange.AddLocalRoute(v6)),
                Arguments.of("ip-delete-local-route-v4", new LocalRouteChange.RemoveLocalRoute(v4)),
                Arguments.of("ip-delete-local-route-v6", new LocalRouteChange.RemoveLocalRoute(v6)));
    }

    @ParameterizedTest
    @MethodSource("routeChanges")
    void writesLocalRoutesAsIpDoes(String golden, LocalRouteChange change) {
        byte[] expected = Golden.bytes("route/" + golden);

        assertThat(Golden.encode(change, new LocalRouteEncoder(), expected)).isEqualTo(expected);
    }

    @Test
    void setsALinkUpAsIpDoes() {
        byte[] expected = Golden.bytes("route/ip-set-link-up");
        Request request =
                new Request(RouteMessage.NEWLINK, 0, LinkCodec.LAYOUT, out -> LinkCodec.writeUp(out, 3, true));

        assertThat(Golden.encode(request, expected)).isEqualTo(expected);
    }

    @Test
    void listsLocalRoutes() throws Exception {
        assertThat(Golden.decode(Golden.bytes("route/list-local-routes"), LocalRouteCodec::decode))
                .containsExactly(
                        Optional.of(LocalRoute.toHost(
                                3, Address.parse("10.96.0.10"), Optional.of(Address.parse("10.0.0.1")))),
                        Optional.of(LocalRoute.toHost(
                                3, Address.parse("fd00:96::a"), Optional.of(Address.parse("fd00::1")))),
                        Optional.of(new LocalRoute(
                                3,
                                Address.parse("fe80::8091:11ff:feec:44b0"),
                                128,
                                Optional.empty(),
                                RouteProtocol.KERNEL)));
    }

    @Test
    void readsNotifications() throws Exception {
        assertThat(Golden.decode(Golden.bytes("route/event-address-added"), RouteEvents::decode))
                .containsExactly(Optional.of(new RouteEvent.AddressChanged(
                        new LinkAddress(3, Address.parse("10.96.0.11"), 32, AddressFlag.PERMANENT, 0), 0xcf)));
        assertThat(Golden.decode(Golden.bytes("route/event-address-removed"), RouteEvents::decode))
                .containsExactly(Optional.of(new RouteEvent.AddressRemoved(
                        new LinkAddress(
                                3,
                                Address.parse("fd00:96::b"),
                                128,
                                AddressFlag.PERMANENT
                                        | AddressFlag.NO_DUPLICATE_DETECTION
                                        | AddressFlag.NO_PREFIX_ROUTE,
                                0),
                        0)));
        assertThat(Golden.decode(Golden.bytes("route/event-link-removed"), RouteEvents::decode))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsInstanceOf(RouteEvent.LinkRemoved.class)
                        .hasValueSatisfying(removed -> assertThat(((RouteEvent.LinkRemoved) removed)
                                        .link()
                                        .name())
                                .isEqualTo("kube-ipvs0")));
    }

    /** The kernel sends this to the links' group when a port leaves a bridge; the port itself stays. */
    @ParameterizedTest
    @ValueSource(ints = {RouteMessage.NEWLINK, RouteMessage.DELLINK})
    void aBridgesMessageAboutItsPortIsNoEventOfTheLink(int type) throws Exception {
        assertThat(Golden.decode(linkMessage(type, AF_BRIDGE), RouteEvents::decode))
                .containsExactly(Optional.empty());
        assertThat(Golden.decode(linkMessage(type, 0), RouteEvents::decode))
                .singleElement()
                .satisfies(event -> assertThat(event).isPresent());
    }

    private static byte[] linkMessage(int type, int family) {
        Request request = new Request(type, 0, LinkCodec.LAYOUT, out -> {
            out.header8(family);
            out.header8(0);
            out.headerBe16(0);
            out.header32(3);
            out.header32(0);
            out.header32(0);
            out.cstring(LinkCodec.Attr.IFNAME, "eth1");
        });
        return Golden.encode(request, new byte[16]);
    }

    @Test
    void otherNotificationsAreNoEvents() throws Exception {
        assertThat(Golden.decode(Golden.bytes("route/list-local-routes"), RouteEvents::decode))
                .containsOnly(Optional.empty());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ip-add-local-route-v4", "ip-add-local-route-v6", "ip-delete-local-route-v6", "list-local-routes"
            })
    void localRoutesSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("route/" + golden, LocalRouteCodec::decode);
    }

    @ParameterizedTest
    @ValueSource(strings = {"event-address-added", "event-address-removed", "event-link-removed", "get-link"})
    void notificationsSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("route/" + golden, RouteEvents::decode);
    }
}
