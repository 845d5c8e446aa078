package io.kubeipvs.netlink.conntrack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.AttributeReader;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.Golden;
import io.kubeipvs.netlink.MalformedMessageException;
import io.kubeipvs.netlink.Message;
import io.kubeipvs.netlink.Request;
import io.kubeipvs.netlink.netfilter.NetfilterHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConntrackGoldenTest {
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int GRE = 47;
    private static final int SCTP = 132;
    private static final Address CLIENT_V4 = Address.parse("10.0.0.1");
    private static final Address VIP_V4 = Address.parse("10.96.0.10");
    private static final Address POD_V4 = Address.parse("10.244.1.7");
    private static final Address CLIENT_V6 = Address.parse("fd00::1");
    private static final Address VIP_V6 = Address.parse("fd00:96::a");
    private static final FlowTuple WEB = FlowTuple.ports(TCP, CLIENT_V6, 40003, VIP_V6, 80);
    private static final Optional<FlowCounters> UNUSED = Optional.of(new FlowCounters(0, 0, 0, 0));

    static Stream<Arguments> inserted() {
        return Stream.of(
                Arguments.of("tcp-v4", FlowTuple.ports(TCP, CLIENT_V4, 40000, VIP_V4, 80)),
                Arguments.of("udp-v4", FlowTuple.ports(UDP, CLIENT_V4, 40001, VIP_V4, 53)),
                Arguments.of("udp-v6", FlowTuple.ports(UDP, CLIENT_V6, 40001, VIP_V6, 53)),
                Arguments.of("sctp-v6", FlowTuple.ports(SCTP, CLIENT_V6, 40002, VIP_V6, 9)),
                Arguments.of("icmp-v4", icmp(CLIENT_V4, VIP_V4, 1, 8, 77)),
                Arguments.of("icmp-v6", icmp(CLIENT_V6, VIP_V6, 58, 128, 78)),
                Arguments.of("gre-v4", FlowTuple.ports(GRE, CLIENT_V4, 0x11, VIP_V4, 0x22)),
                Arguments.of("other-v4", new FlowTuple(CLIENT_V4, VIP_V4, new FlowProtocol.Other(89))));
    }

    @ParameterizedTest
    @MethodSource("inserted")
    void readsTheTuplesThatConntrackInserts(String golden, FlowTuple expected) throws Exception {
        assertThat(Golden.decode(Golden.bytes("conntrack/conntrack-insert-" + golden), ConntrackGoldenTest::original))
                .containsExactly(expected);
    }

    @Test
    void listsIpv4() throws Exception {
        assertThat(flows("list-v4"))
                .extracting(Flow::original, Flow::id, Flow::timeoutSeconds)
                .containsExactly(
                        tuple(icmp(CLIENT_V4, VIP_V4, 1, 8, 77), 2092352126L, 987L),
                        tuple(FlowTuple.ports(UDP, CLIENT_V4, 40001, VIP_V4, 53), 3701092870L, 978L),
                        tuple(FlowTuple.ports(GRE, CLIENT_V4, 0x11, VIP_V4, 0x22), 1503384296L, 996L),
                        tuple(new FlowTuple(CLIENT_V4, VIP_V4, new FlowProtocol.Other(89)), 2096679630L, 993L),
                        tuple(FlowTuple.ports(TCP, CLIENT_V4, 40000, VIP_V4, 80), 3046870879L, 974L));
    }

    @Test
    void aFlowHasAllAttributesOfTheKernel() throws Exception {
        List<Flow> flows = flows("list-v4");

        assertThat(flows.get(4))
                .isEqualTo(new Flow(
                        FlowTuple.ports(TCP, CLIENT_V4, 40000, VIP_V4, 80),
                        FlowTuple.ports(TCP, POD_V4, 8080, CLIENT_V4, 40000),
                        FlowZone.DEFAULT,
                        3046870879L,
                        FlowStatus.SEEN_REPLY | FlowStatus.ASSURED | FlowStatus.CONFIRMED,
                        6,
                        974,
                        UNUSED,
                        Optional.of(TcpState.ESTABLISHED)));
        assertThat(flows.get(1).zone()).isEqualTo(FlowZone.both(7));
        assertThat(flows.get(1).tcpState()).isEmpty();
    }

    @Test
    void listsIpv6() throws Exception {
        assertThat(flows("list-v6"))
                .extracting(Flow::original)
                .containsExactly(
                        FlowTuple.ports(SCTP, CLIENT_V6, 40002, VIP_V6, 9),
                        icmp(CLIENT_V6, VIP_V6, 58, 128, 78),
                        FlowTuple.ports(UDP, CLIENT_V6, 40001, VIP_V6, 53));
    }

    @Test
    void hearsOfFlows() throws Exception {
        Flow made = new Flow(
                WEB,
                FlowTuple.ports(TCP, VIP_V6, 80, CLIENT_V6, 40003),
                FlowZone.DEFAULT,
                3141812605L,
                FlowStatus.CONFIRMED,
                0,
                100,
                Optional.empty(),
                Optional.of(TcpState.SYN_SENT));

        assertThat(events("event-new")).containsExactly(Optional.of(new FlowEvent.Created(made)));
        assertThat(events("event-update"))
                .containsExactly(
                        Optional.of(new FlowEvent.Changed(at(made, 99, FlowStatus.CONFIRMED, made.counters()))));
        assertThat(events("event-destroy"))
                .containsExactly(Optional.of(
                        new FlowEvent.Removed(at(made, 99, FlowStatus.CONFIRMED | FlowStatus.DYING, UNUSED))));
        assertThat(events("count")).containsExactly(Optional.empty());
    }

    @Test
    void counts() throws Exception {
        assertThat(Golden.decode(Golden.bytes("conntrack/count"), StatsCodec::decodeEntries))
                .containsExactly(8L);
    }

    @Test
    void asksForTheCountAsConntrackDoes() {
        assertSameRequest("conntrack-count", ConntrackClient.countRequest());
    }

    @Test
    void listsAsConntrackDoes() {
        assertSameRequest("conntrack-list-v4", FilterCodec.list(Optional.of(Family.V4)));
        assertSameRequest("conntrack-list-v4", FilterCodec.list(FlowFilter.ALL.of(Family.V4)));
        assertSameRequest("conntrack-list-all", FilterCodec.list(FlowFilter.ALL));
    }

    @Test
    void listsByAFilterThatTheKernelAccepted() {
        FlowFilter udp = FlowFilter.ALL.protocol(UDP);
        assertSameRequest(
                "list-filter-v4",
                FilterCodec.list(udp.original(TupleFilter.ANY
                                .from(CLIENT_V4)
                                .fromPort(40001)
                                .to(VIP_V4)
                                .toPort(53))
                        .mark(new MaskedBits(0x80, 0xF0))
                        .status(new MaskedBits(FlowStatus.CONFIRMED, FlowStatus.CONFIRMED | FlowStatus.SEEN_REPLY))
                        .zone(7)));
        assertSameRequest(
                "list-filter-v6",
                FilterCodec.list(
                        udp.original(TupleFilter.ANY.to(VIP_V6).toPort(53)).reply(TupleFilter.ANY.from(VIP_V6))));
    }

    static Stream<Arguments> deletions() {
        FlowDirection there = FlowDirection.ORIGINAL;
        FlowDirection back = FlowDirection.REPLY;
        return Stream.of(
                Arguments.of("tcp-v6", FlowTuple.ports(TCP, CLIENT_V6, 40002, VIP_V6, 80), there, 2292165146L, 0),
                Arguments.of("udp-v4-zone", FlowTuple.ports(UDP, CLIENT_V4, 40001, VIP_V4, 53), there, 3479597215L, 7),
                Arguments.of("udp-v6-reply", FlowTuple.ports(UDP, VIP_V6, 53, CLIENT_V6, 40001), back, 1062125472L, 0),
                Arguments.of("icmp-v4-reply", icmp(VIP_V4, CLIENT_V4, 1, 0, 77), back, 3201598974L, 0),
                Arguments.of("icmp-v6-reply", icmp(VIP_V6, CLIENT_V6, 58, 129, 78), back, 2276013417L, 0));
    }

    @ParameterizedTest
    @MethodSource("deletions")
    void deletesAsTheKernelAccepted(String golden, FlowTuple tuple, FlowDirection direction, long id, int zone) {
        byte[] expected = Golden.bytes("conntrack/delete-" + golden);

        assertThat(Golden.encode(new FlowDeletion(tuple, direction, id, zone), FlowCodec::encode, expected))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"list-v4", "list-v6", "event-new", "event-update", "event-destroy", "conntrack-delete-v6"})
    void flowsSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("conntrack/" + golden, FlowEvents::decode);
    }

    @ParameterizedTest
    @MethodSource("inserted")
    void tuplesSurviveDamage(String golden, FlowTuple ignored) {
        Golden.assertSurvivesDamage("conntrack/conntrack-insert-" + golden, ConntrackGoldenTest::original);
    }

    @ParameterizedTest
    @ValueSource(strings = {"count", "conntrack-count"})
    void countsSurviveDamage(String golden) {
        Golden.assertSurvivesDamage("conntrack/" + golden, StatsCodec::decodeEntries);
    }

    @Test
    void aFlowWithoutAnIdIsMalformed() {
        assertThatExceptionOfType(MalformedMessageException.class)
                .isThrownBy(() -> flows("conntrack-delete-v6"))
                .withMessageStartingWith("CTA_ID is missing");
    }

    private static FlowTuple icmp(Address source, Address destination, int protocol, int type, int id) {
        return new FlowTuple(source, destination, new FlowProtocol.Icmp(protocol, type, 0, id));
    }

    /** The flow at a later time, with mark 9. */
    private static Flow at(Flow flow, int timeoutSeconds, int status, Optional<FlowCounters> counters) {
        return new Flow(
                flow.original(),
                flow.reply(),
                flow.zone(),
                flow.id(),
                status,
                9,
                timeoutSeconds,
                counters,
                flow.tcpState());
    }

    private static List<Flow> flows(String golden) throws MalformedMessageException {
        return Golden.decode(Golden.bytes("conntrack/" + golden), FlowCodec::decode).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private static List<Optional<FlowEvent>> events(String golden) throws MalformedMessageException {
        return Golden.decode(Golden.bytes("conntrack/" + golden), FlowEvents::decode);
    }

    /** The flows that conntrack sends have no id, so they decode to no flow; the tuple is the same. */
    private static FlowTuple original(Message message) throws MalformedMessageException {
        Family family = Family.of(message.header8(NetfilterHeader.FAMILY)).orElse(Family.V4);
        AttributeReader in = message.attributes(FlowCodec.LAYOUT);
        while (in.next()) {
            if (in.type() == CtAttr.TUPLE_ORIG) {
                return TupleCodec.read(in.nest(), family).tuple();
            }
        }
        throw in.missing(CtAttr.TUPLE_ORIG);
    }

    /** All but the flags, which the socket completes. */
    private static void assertSameRequest(String golden, Request request) {
        byte[] expected = Golden.bytes("conntrack/" + golden);
        byte[] ours = Golden.encode(request, expected);
        System.arraycopy(expected, 6, ours, 6, 2);
        assertThat(ours).isEqualTo(expected);
        assertThat(Arrays.copyOfRange(expected, 6, 8)).isNotEqualTo(new byte[2]);
    }
}
