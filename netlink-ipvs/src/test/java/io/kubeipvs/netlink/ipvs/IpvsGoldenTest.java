package io.kubeipvs.netlink.ipvs;

import static io.kubeipvs.netlink.ipvs.ForwardMethod.MASQUERADE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpvsGoldenTest {

    /** The family id when the messages were captured. */
    private static final IpvsRequests REQUESTS = new IpvsRequests(34);

    private static final IpvsService.Key V4 = new IpvsService.Key(Address.parse("10.96.0.10"), 53, IpProtocol.TCP);
    private static final IpvsService.Key V6 = new IpvsService.Key(Address.parse("fd00:96::a"), 53, IpProtocol.UDP);
    private static final IpvsDestination.Key V4_SERVER = new IpvsDestination.Key(Address.parse("10.244.1.7"), 8053);
    private static final IpvsDestination.Key V6_SERVER = new IpvsDestination.Key(Address.parse("fd00:244::7"), 8053);

    private static final IpvsService RR = new IpvsService(V4, "rr", 0, 0);
    private static final IpvsService SH = new IpvsService(V6, "sh", ServiceFlag.PERSISTENT, 10800);
    private static final IpvsService WLC = new IpvsService(V4, "wlc", ServiceFlag.PERSISTENT, 600);

    private static final Decoder<IpvsDestination> DESTINATION = message -> DestinationCodec.decode(message, Family.V6);

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
    void writesWhatTheKernelAccepted(String golden, IpvsChange change) {
        byte[] expected = Golden.bytes("ipvs/" + golden);

        assertThat(Golden.encode(change, new IpvsChangeEncoder(34), expected)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"new-service-v4", "new-service-v6", "set-service-v4"})
    void writesServicesAsIpvsadmDoesButForTheMaskBitOfHashed(String name) throws Exception {
        byte[] theirs = Golden.bytes("ipvs/ipvsadm-" + name);
        byte[] ours = Golden.bytes("ipvs/" + name);
        assertThat(Golden.decode(theirs, ServiceCodec::decode)).isEqualTo(Golden.decode(ours, ServiceCodec::decode));

        int hashedBit = 84;
        assertThat(theirs[hashedBit] ^ ours[hashedBit]).isEqualTo(ServiceFlag.HASHED);
        System.arraycopy(theirs, 8, ours, 8, 8);
        ours[hashedBit] = theirs[hashedBit];
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void readsTheServicesThatIpvsadmAsksFor() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-new-service-v4"), ServiceCodec::decode))
                .containsExactly(Optional.of(RR));
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-new-service-v6"), ServiceCodec::decode))
                .containsExactly(Optional.of(SH));
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-set-service-v4"), ServiceCodec::decode))
                .containsExactly(Optional.of(WLC));
    }

    @Test
    void readsTheRealServersThatIpvsadmAsksFor() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-new-destination-v4"), DESTINATION))
                .containsExactly(new IpvsDestination(V4_SERVER, 3, MASQUERADE));
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-new-destination-v6"), DESTINATION))
                .containsExactly(new IpvsDestination(V6_SERVER, 1, MASQUERADE));
        assertThat(Golden.decode(Golden.bytes("ipvs/ipvsadm-set-destination-v4"), DESTINATION))
                .containsExactly(new IpvsDestination(V4_SERVER, 0, MASQUERADE));
    }

    @Test
    void listsServicesWithoutTheHashedFlagAndPassesOverFirewallMarks() throws Exception {
        List<Optional<IpvsService>> services = Golden.decode(Golden.bytes("ipvs/list-services"), ServiceCodec::decode);

        assertThat(services).containsExactlyInAnyOrder(Optional.of(WLC), Optional.of(SH), Optional.empty());
    }

    @Test
    void listsRealServers() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/list-destinations-v4"), DESTINATION))
                .containsExactly(new IpvsDestination(V4_SERVER, 0, MASQUERADE));
        assertThat(Golden.decode(Golden.bytes("ipvs/list-destinations-v6"), DESTINATION))
                .containsExactly(new IpvsDestination(V6_SERVER, 1, MASQUERADE));
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

    @Test
    void readsTheVersion() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/info"), InfoCodec::decode))
                .containsExactly(new IpvsInfo("1.2.1", 4096));
    }

    @Test
    void asksForListsWithTheCommandsTheKernelAnswers() {
        byte[] like = new byte[16];

        assertThat(Arrays.copyOfRange(Golden.encode(REQUESTS.services(), like), 16, 20))
                .containsExactly(4, 1, 0, 0);
        assertThat(Arrays.copyOfRange(Golden.encode(REQUESTS.destinations(V4), like), 16, 20))
                .containsExactly(8, 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "new-service-v4",
                "new-service-v6",
                "ipvsadm-new-service-v6",
                "ipvsadm-set-service-v4",
                "list-services"
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
                "list-destinations-v4",
                "list-destinations-v6"
            })
    void realServersSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("ipvs/" + golden, DESTINATION);
    }

    @Test
    void infoSurvivesDamage() {
        Golden.assertSurvivesDamage("ipvs/info", InfoCodec::decode);
    }
}
