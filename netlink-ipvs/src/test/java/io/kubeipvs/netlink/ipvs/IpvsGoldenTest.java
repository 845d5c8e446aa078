package io.kubeipvs.netlink.ipvs;

import static io.kubeipvs.netlink.ipvs.ForwardMethod.DIRECT;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.MASQUERADE;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Garbage;
import io.kubeipvs.netlink.Golden;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Virtual servers and real servers, written and read, against messages that were really sent. */
class IpvsGoldenTest {
    /** The family id when the messages were captured. */
    private static final int FAMILY = 34;

    private static final IpvsService.Key V4 = new IpvsService.AddressKey(Address.parse("10.96.0.10"), 53, 6);
    private static final IpvsService.Key V6 = new IpvsService.AddressKey(Address.parse("fd00:96::a"), 53, 17);
    private static final IpvsDestination.Key V4_SERVER = new IpvsDestination.Key(Address.parse("10.244.1.7"), 8053);
    private static final IpvsDestination.Key V6_SERVER = new IpvsDestination.Key(Address.parse("fd00:244::7"), 8053);

    private static final IpvsService RR = new IpvsService(V4, "rr");
    private static final IpvsService SH = new IpvsService(V6, "sh").withPersistence(10800);
    private static final IpvsService WLC = new IpvsService(V4, "wlc").withPersistence(600);

    private static final IpvsService.Key WEB = vip("10.96.0.20", 80, IpProtocol.TCP);
    private static final IpvsService.Key MARK_V4 = new IpvsService.MarkKey(Family.V4, 7);
    private static final IpvsService.Key MARK_V6 = new IpvsService.MarkKey(Family.V6, 9);
    private static final IpvsService ODD_MASK = new IpvsService(
            vip("10.96.0.21", 80, IpProtocol.TCP),
            "rr",
            0,
            Optional.of(new IpvsService.Persistence(600, Address.parse("255.0.255.0"))),
            "");
    private static final int HASH_FLAGS = ServiceFlag.SCHEDULER_1 | ServiceFlag.SCHEDULER_2;

    private static final Decoder<IpvsDestination> DESTINATION = message -> DestinationCodec.decode(message, Family.V6);

    private static IpvsService.Key vip(String address, int port, int protocol) {
        return new IpvsService.AddressKey(Address.parse(address), port, protocol);
    }

    private static IpvsDestination server(String address, int weight, ForwardMethod forward) {
        return new IpvsDestination(new IpvsDestination.Key(Address.parse(address), 80), weight, forward);
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("new-service-v4", new IpvsChange.NewService(RR)),
                Arguments.of("new-service-v6", new IpvsChange.NewService(SH)),
                Arguments.of("set-service-v4", new IpvsChange.SetService(WLC)),
                Arguments.of("delete-service-v4", new IpvsChange.DeleteService(V4)),
                Arguments.of(
                        "new-destination-v4",
                        new IpvsChange.NewDestination(V4, new IpvsDestination(V4_SERVER, 3, MASQUERADE))),
                Arguments.of(
                        "new-destination-v6",
                        new IpvsChange.NewDestination(V6, new IpvsDestination(V6_SERVER, 1, MASQUERADE))),
                Arguments.of(
                        "set-destination-v4",
                        new IpvsChange.SetDestination(V4, new IpvsDestination(V4_SERVER, 0, MASQUERADE))),
                Arguments.of("delete-destination-v4", new IpvsChange.DeleteDestination(V4, V4_SERVER)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void writesMessagesThatTheKernelAccepted(String golden, IpvsChange change) {
        byte[] expected = Golden.bytes("ipvs/" + golden);

        assertThat(Golden.encode(change, new IpvsChangeEncoder(FAMILY), expected))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("changes")
    void writingMakesNoGarbage(String golden, IpvsChange change) {
        assertThat(Garbage.of(change, new IpvsChangeEncoder(FAMILY))).isZero();
    }

    static Stream<Arguments> services() {
        return Stream.of(
                Arguments.of("new-service-v4", RR),
                Arguments.of("new-service-v6", SH),
                Arguments.of("set-service-v4", WLC),
                Arguments.of("new-mark-v4", new IpvsService(MARK_V4, "wrr")),
                Arguments.of("new-mark-v6", new IpvsService(MARK_V6, "wlc")),
                Arguments.of("new-netmask-v4", new IpvsService(WEB, "rr").withPersistence(600, 24)),
                Arguments.of(
                        "new-netmask-v6",
                        new IpvsService(vip("fd00:96::20", 80, IpProtocol.TCP), "rr").withPersistence(600, 64)),
                Arguments.of("new-netmask-gap", ODD_MASK),
                Arguments.of(
                        "new-one-packet",
                        new IpvsService(vip("10.96.0.22", 53, IpProtocol.UDP), "rr").withFlags(ServiceFlag.ONE_PACKET)),
                Arguments.of(
                        "new-sh", new IpvsService(vip("10.96.0.23", 80, IpProtocol.TCP), "sh").withFlags(HASH_FLAGS)),
                Arguments.of(
                        "new-mh", new IpvsService(vip("10.96.0.24", 80, IpProtocol.TCP), "mh").withFlags(HASH_FLAGS)),
                Arguments.of(
                        "new-sip",
                        new IpvsService(vip("10.96.0.25", 5060, IpProtocol.UDP), "rr")
                                .withFlags(ServiceFlag.ONE_PACKET)
                                .withPersistence(600)
                                .withPersistenceEngine("sip")),
                Arguments.of("end-persistence", new IpvsService(WEB, "rr")));
    }

    @ParameterizedTest
    @MethodSource("services")
    void readsTheServicesThatIpvsadmAsksFor(String golden, IpvsService service) throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-" + golden), ServiceCodec::decode))
                .containsExactly(service);
    }

    @ParameterizedTest
    @MethodSource("services")
    void writesServicesAsIpvsadmDoesButForTheMaskBitOfHashed(String golden, IpvsService service) {
        byte[] theirs = Golden.bytes("ipvs/ipvsadm-" + golden);
        boolean isNew = theirs[16] == IpvsCommand.NEW_SERVICE;
        IpvsChange change = isNew ? new IpvsChange.NewService(service) : new IpvsChange.SetService(service);
        byte[] ours = Golden.encode(change, new IpvsChangeEncoder(FAMILY), theirs);

        // Behind the mask are a timeout and a netmask, each 8 bytes with its header.
        int mask = theirs.length - 20;
        assertThat(theirs[mask] ^ ours[mask]).isEqualTo(ServiceFlag.HASHED);
        ours[mask] = theirs[mask];
        assertThat(ours).isEqualTo(theirs);
    }

    static Stream<Arguments> destinations() {
        return Stream.of(
                Arguments.of("new-destination-v4", V4, new IpvsDestination(V4_SERVER, 3, MASQUERADE)),
                Arguments.of("new-destination-v6", V6, new IpvsDestination(V6_SERVER, 1, MASQUERADE)),
                Arguments.of("set-destination-v4", V4, new IpvsDestination(V4_SERVER, 0, MASQUERADE)),
                Arguments.of(
                        "new-destination-gue",
                        WEB,
                        server("10.244.1.8", 2, TUNNEL)
                                .withTunnel(new IpvsTunnel(TunnelType.GUE, 6080, TunnelFlag.REMCSUM))),
                Arguments.of(
                        "new-destination-gre",
                        WEB,
                        server("10.244.1.9", 2, TUNNEL).withTunnel(new IpvsTunnel(TunnelType.GRE, 0, TunnelFlag.CSUM))),
                Arguments.of("new-destination-ipip", WEB, server("10.244.1.10", 1, TUNNEL)),
                Arguments.of("new-destination-v6-of-v4", WEB, server("fd00:244::8", 1, TUNNEL)),
                Arguments.of(
                        "new-destination-thresholds",
                        WEB,
                        server("10.244.1.11", 1, DIRECT).withThresholds(1000, 500)),
                Arguments.of("new-destination-mark-v4", MARK_V4, server("10.244.1.7", 3, MASQUERADE)),
                Arguments.of("new-destination-mark-v6", MARK_V6, server("fd00:244::7", 3, MASQUERADE)));
    }

    @ParameterizedTest
    @MethodSource("destinations")
    void readsTheRealServersThatIpvsadmAsksFor(String golden, IpvsService.Key service, IpvsDestination destination)
            throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-" + golden), DESTINATION))
                .containsExactly(destination);
    }

    /** ipvsadm also sends the virtual server's settings, which the kernel ignores, and a tunnel where there is none. */
    @ParameterizedTest
    @MethodSource("destinations")
    void writesRealServersAsIpvsadmDoesWithoutMeaninglessAttributes(
            String golden, IpvsService.Key service, IpvsDestination destination) {
        byte[] theirs = Golden.bytes("ipvs/ipvsadm-" + golden);
        byte[] ours = Golden.encode(
                new IpvsChange.NewDestination(service, destination), new IpvsChangeEncoder(FAMILY), theirs);
        int key = service instanceof IpvsService.MarkKey ? 16 : 44;

        assertThat(Arrays.copyOfRange(ours, 24, 24 + key)).isEqualTo(Arrays.copyOfRange(theirs, 24, 24 + key));
        int atOurs = 24 + key;
        int atTheirs = theirs.length - 96;
        int tunnel = 4 + 8 + 20 + 8 + 8 + 8;
        if (destination.forward() == TUNNEL) {
            assertThat(Arrays.copyOfRange(ours, atOurs, ours.length))
                    .isEqualTo(Arrays.copyOfRange(theirs, atTheirs, theirs.length));
        } else {
            assertThat(Arrays.copyOfRange(ours, atOurs + 4, atOurs + tunnel))
                    .isEqualTo(Arrays.copyOfRange(theirs, atTheirs + 4, atTheirs + tunnel));
            assertThat(Arrays.copyOfRange(ours, atOurs + tunnel, ours.length))
                    .isEqualTo(Arrays.copyOfRange(theirs, atTheirs + tunnel + 24, theirs.length));
        }
    }

    @Test
    void aRealServerWithoutAFamilyHasItsServices() throws Exception {
        byte[] old = Golden.bytes("ipvs/new-destination-v4");
        int familyType = 74;
        assertThat(old[familyType]).isEqualTo((byte) DestinationAttr.ADDR_FAMILY);
        old[familyType] = 99;

        assertThat(Golden.decode(old, message -> DestinationCodec.decode(message, Family.V4)))
                .containsExactly(new IpvsDestination(V4_SERVER, 3, MASQUERADE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new-service-v4",
                "new-service-v6",
                "ipvsadm-new-service-v6",
                "ipvsadm-set-service-v4",
                "ipvsadm-new-mark-v6",
                "ipvsadm-new-netmask-v4",
                "ipvsadm-new-netmask-v6",
                "ipvsadm-new-netmask-gap",
                "ipvsadm-new-one-packet",
                "ipvsadm-new-mh",
                "ipvsadm-new-sip"
            })
    void servicesSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("ipvs/" + golden, ServiceCodec::decode);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new-destination-v4",
                "new-destination-v6",
                "ipvsadm-new-destination-v4",
                "ipvsadm-new-destination-gue",
                "ipvsadm-new-destination-gre",
                "ipvsadm-new-destination-v6-of-v4",
                "ipvsadm-new-destination-thresholds",
                "ipvsadm-new-destination-mark-v6"
            })
    void realServersSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("ipvs/" + golden, DESTINATION);
    }
}
