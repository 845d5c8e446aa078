package io.kubeipvs.netlink.ipvs;

import static io.kubeipvs.netlink.ipvs.ForwardMethod.DIRECT;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.MASQUERADE;
import static io.kubeipvs.netlink.ipvs.ForwardMethod.TUNNEL;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Decoder;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lists, counters, timeouts and versions, read from messages that were really sent. */
class IpvsListGoldenTest {
    private static final IpvsRequests REQUESTS = new IpvsRequests(34);
    private static final IpvsService.Key V4 = vip("10.96.0.10", 53, IpProtocol.TCP);
    private static final IpvsService.Key V6 = vip("fd00:96::a", 53, IpProtocol.UDP);
    private static final IpvsCounters NOTHING =
            new IpvsCounters(new IpvsTraffic(0, 0, 0, 0, 0), new IpvsTraffic(0, 0, 0, 0, 0));
    private static final IpvsCounters USED =
            new IpvsCounters(new IpvsTraffic(1, 3, 2, 166, 112), new IpvsTraffic(0, 0, 0, 21, 14));

    private static final Decoder<IpvsDestination> DESTINATION = message -> DestinationCodec.decode(message, Family.V6);
    private static final Decoder<IpvsDestinationState> DESTINATION_STATE =
            message -> DestinationCodec.decodeState(message, Family.V6);

    private static IpvsService.Key vip(String address, int port, int protocol) {
        return new IpvsService.AddressKey(Address.parse(address), port, protocol);
    }

    private static IpvsDestination server(String address, int port, int weight, ForwardMethod forward) {
        return new IpvsDestination(new IpvsDestination.Key(Address.parse(address), port), weight, forward);
    }

    @Test
    void listsServicesWithoutTheHashedFlag() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/list-services"), ServiceCodec::decode))
                .containsExactlyInAnyOrder(
                        new IpvsService(V4, "wlc").withPersistence(600),
                        new IpvsService(V6, "sh").withPersistence(10800),
                        new IpvsService(new IpvsService.MarkKey(Family.V4, 7), "rr"));
    }

    @Test
    void listsEveryKindOfService() throws Exception {
        int hashFlags = ServiceFlag.SCHEDULER_1 | ServiceFlag.SCHEDULER_2;
        Address gap = Address.parse("255.0.255.0");

        assertThat(Golden.decode(Golden.bytes("ipvs/list-every-service"), ServiceCodec::decode))
                .containsExactlyInAnyOrder(
                        new IpvsService(vip("10.96.0.20", 80, IpProtocol.TCP), "rr").withPersistence(600, 24),
                        new IpvsService(
                                vip("10.96.0.21", 80, IpProtocol.TCP),
                                "rr",
                                0,
                                Optional.of(new IpvsService.Persistence(600, gap)),
                                ""),
                        new IpvsService(vip("10.96.0.22", 53, IpProtocol.UDP), "rr").withFlags(ServiceFlag.ONE_PACKET),
                        new IpvsService(vip("10.96.0.23", 80, IpProtocol.TCP), "sh").withFlags(hashFlags),
                        new IpvsService(vip("10.96.0.24", 80, IpProtocol.TCP), "mh").withFlags(hashFlags),
                        new IpvsService(vip("10.96.0.25", 5060, IpProtocol.UDP), "rr")
                                .withFlags(ServiceFlag.ONE_PACKET)
                                .withPersistence(600)
                                .withPersistenceEngine("sip"),
                        new IpvsService(vip("10.96.0.26", 5060, IpProtocol.UDP), "rr").withPersistenceEngine("sip"),
                        new IpvsService(vip("10.96.0.30", 80, IpProtocol.TCP), "rr").withPersistence(300),
                        new IpvsService(vip("fd00:96::20", 80, IpProtocol.TCP), "rr").withPersistence(600, 64),
                        new IpvsService(new IpvsService.MarkKey(Family.V4, 7), "wrr"),
                        new IpvsService(new IpvsService.MarkKey(Family.V6, 9), "wlc"));
    }

    @Test
    void listsServicesWithTheirCounters() throws Exception {
        byte[] list = Golden.bytes("ipvs/list-every-service");
        List<IpvsServiceState> states = Golden.decode(list, ServiceCodec::decodeState);

        assertThat(states.stream().map(IpvsServiceState::service)).isEqualTo(Golden.decode(list, ServiceCodec::decode));
        assertThat(states)
                .contains(new IpvsServiceState(
                        new IpvsService(vip("10.96.0.30", 80, IpProtocol.TCP), "rr").withPersistence(300), USED));
        assertThat(states.stream().map(IpvsServiceState::counters).filter(NOTHING::equals))
                .hasSize(states.size() - 1);
    }

    @Test
    void listsRealServers() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/list-destinations-v4"), DESTINATION))
                .containsExactly(server("10.244.1.7", 8053, 0, MASQUERADE));
        assertThat(Golden.decode(Golden.bytes("ipvs/list-destinations-v6"), DESTINATION))
                .containsExactly(server("fd00:244::7", 8053, 1, MASQUERADE));
    }

    @Test
    void listsEveryKindOfRealServer() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/list-every-destination"), DESTINATION))
                .containsExactlyInAnyOrder(
                        server("10.244.1.8", 80, 2, TUNNEL)
                                .withTunnel(new IpvsTunnel(TunnelType.GUE, 6080, TunnelFlag.REMCSUM)),
                        server("10.244.1.9", 80, 2, TUNNEL)
                                .withTunnel(new IpvsTunnel(TunnelType.GRE, 0, TunnelFlag.CSUM)),
                        server("10.244.1.10", 80, 1, TUNNEL),
                        server("fd00:244::8", 80, 1, TUNNEL),
                        server("10.244.1.11", 80, 1, DIRECT).withThresholds(1000, 500));
    }

    @Test
    void listsRealServersWithTheirCounters() throws Exception {
        IpvsDestination server = server("127.0.0.1", 8080, 1, MASQUERADE);

        assertThat(Golden.decode(Golden.bytes("ipvs/list-used-destination"), DESTINATION_STATE))
                .containsExactly(new IpvsDestinationState(server, 0, 3, 1, USED));
    }

    @Test
    void withoutWideCountersTheNarrowOnesDo() throws Exception {
        byte[] old = Golden.bytes("ipvs/list-used-destination");
        int wide = old.length - 124;
        assertThat(old[wide + 2]).isEqualTo((byte) DestinationAttr.STATS64);
        old[wide + 2] = 99;

        assertThat(Golden.decode(old, DESTINATION_STATE))
                .extracting(IpvsDestinationState::counters)
                .containsExactly(USED);
    }

    @Test
    void wideCountersPassTheNarrowOnes() throws Exception {
        byte[] busy = Golden.bytes("ipvs/list-used-destination");
        int connections = busy.length - 120;
        assertThat(busy[connections + 2]).isEqualTo((byte) CountersCodec.Attr.CONNS);
        busy[connections + 8] = 2;

        assertThat(Golden.decode(busy, DESTINATION_STATE))
                .extracting(state -> state.counters().total().connections())
                .containsExactly((2L << 32) + 1);
    }

    @Test
    void readsTheVersion() throws Exception {
        assertThat(Golden.decode(Golden.bytes("ipvs/info"), InfoCodec::decode))
                .containsExactly(new IpvsInfo("1.2.1", 4096));
    }

    @Test
    void readsAndWritesTimeouts() throws Exception {
        byte[] theirs = Golden.bytes("ipvs/ipvsadm-set-timeouts");

        assertThat(Golden.encode(REQUESTS.setTimeouts(new IpvsTimeouts(1000, 130, 310)), theirs))
                .isEqualTo(theirs);
        assertThat(Golden.decode(Golden.bytes("ipvs/timeouts"), TimeoutsCodec::decode))
                .containsExactly(new IpvsTimeouts(1000, 130, 320));
    }

    @Test
    void timeoutsThatAreKeptAreNotSent() throws Exception {
        byte[] request = Golden.encode(REQUESTS.setTimeouts(new IpvsTimeouts(0, 0, 310)), new byte[16]);

        assertThat(request).hasSize(28);
        assertThat(Golden.decode(request, TimeoutsCodec::decode)).containsExactly(new IpvsTimeouts(0, 0, 310));
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
    @ValueSource(strings = {"list-services", "list-every-service"})
    void servicesSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("ipvs/" + golden, ServiceCodec::decodeState);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"list-destinations-v4", "list-destinations-v6", "list-every-destination", "list-used-destination"
            })
    void realServersSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("ipvs/" + golden, DESTINATION_STATE);
    }

    @Test
    void infoAndTimeoutsSurviveDamage() {
        Golden.assertSurvivesDamage("ipvs/info", InfoCodec::decode);
        Golden.assertSurvivesDamage("ipvs/timeouts", TimeoutsCodec::decode);
    }
}
