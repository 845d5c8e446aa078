package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowDeletion;
import io.kubeipvs.netlink.conntrack.FlowDirection;
import io.kubeipvs.netlink.conntrack.FlowFilter;
import io.kubeipvs.netlink.conntrack.FlowProtocol;
import io.kubeipvs.netlink.conntrack.FlowStatus;
import io.kubeipvs.netlink.conntrack.FlowTuple;
import io.kubeipvs.netlink.conntrack.FlowZone;
import io.kubeipvs.netlink.conntrack.MaskedBits;
import io.kubeipvs.netlink.conntrack.TcpState;
import io.kubeipvs.netlink.conntrack.TupleFilter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ConntrackKernelIT {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int SCTP = 132;
    private static final Address CLIENT_V4 = Address.parse("10.0.0.1");
    private static final Address VIP_V4 = Address.parse("10.96.0.10");
    private static final Address POD_V4 = Address.parse("10.244.1.7");
    private static final Address CLIENT_V6 = Address.parse("fd00::1");
    private static final Address VIP_V6 = Address.parse("fd00:96::a");
    private static final Address POD_V6 = Address.parse("fd00:244::7");
    private static final BatchResult ACCEPTED = new BatchResult.Accepted();
    /** The mark is the status in numbers, because conntrack 1.4.7 takes -u for -m as well. */
    private static final String SEEN_AND_ASSURED = " -m 6 -u SEEN_REPLY,ASSURED";

    private static final Pattern ID = Pattern.compile(" id=(\\d+)$", Pattern.MULTILINE);

    private KernelNamespace namespace;
    private ConntrackClient client;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        client = namespace.call(ConntrackClient::open);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @Test
    void anEmptyTable() throws Exception {
        assertThat(client.flows(FlowFilter.ALL)).isEmpty();
        assertThat(client.count()).isZero();
        assertThat(client.delete(List.of())).isEmpty();
    }

    @Test
    void weListWhatConntrackInserts() throws Exception {
        insertOneOfEachKind();

        assertThat(client.flows(FlowFilter.ALL))
                .extracting(Flow::original)
                .containsExactlyInAnyOrder(
                        FlowTuple.ports(TCP, CLIENT_V4, 40000, VIP_V4, 80),
                        FlowTuple.ports(UDP, CLIENT_V4, 40001, VIP_V4, 53),
                        FlowTuple.ports(UDP, CLIENT_V4, 40002, VIP_V4, 53),
                        new FlowTuple(CLIENT_V4, VIP_V4, new FlowProtocol.Icmp(FlowProtocol.Icmp.V4, 8, 0, 77)),
                        new FlowTuple(CLIENT_V4, VIP_V4, new FlowProtocol.Other(89)),
                        FlowTuple.ports(TCP, CLIENT_V6, 40000, VIP_V6, 80),
                        FlowTuple.ports(UDP, CLIENT_V6, 40001, VIP_V6, 53),
                        FlowTuple.ports(SCTP, CLIENT_V6, 40003, VIP_V6, 9),
                        new FlowTuple(CLIENT_V6, VIP_V6, new FlowProtocol.Icmp(FlowProtocol.Icmp.V6, 128, 0, 78)));
        assertThat(client.flows(FlowFilter.ALL)).extracting(Flow::id).containsExactlyInAnyOrderElementsOf(ids());
        assertThat(client.count()).isEqualTo(9);
        assertThat(namespace.run("conntrack", "-C").strip()).isEqualTo("9");
    }

    @Test
    void aFlowHasTheValuesThatConntrackShows() throws Exception {
        insertOneOfEachKind();

        Flow web = only(FlowFilter.ALL.of(Family.V4).protocol(TCP));

        assertThat(web.reply()).isEqualTo(FlowTuple.ports(TCP, POD_V4, 8080, CLIENT_V4, 40000));
        assertThat(web.status()).isEqualTo(FlowStatus.SEEN_REPLY | FlowStatus.ASSURED | FlowStatus.CONFIRMED);
        assertThat(web.mark()).isEqualTo(6);
        assertThat(web.timeoutSeconds()).isBetween(1L, 1000L);
        assertThat(web.tcpState()).contains(TcpState.ESTABLISHED);
        assertThat(web.zone()).isEqualTo(FlowZone.DEFAULT);
        assertThat(web.counters()).isEmpty();
        Flow zoned = only(FlowFilter.ALL.zone(7));
        assertThat(zoned.zone()).isEqualTo(FlowZone.both(7));
        assertThat(zoned.mark()).isEqualTo(0x85);
        assertThat(zoned.tcpState()).isEmpty();
        assertThat(zoned.status()).isEqualTo(FlowStatus.CONFIRMED);
    }

    /** The filter in words, and how many of the flows it selects. */
    record Filtered(String what, FlowFilter filter, int count) {}

    static Stream<Filtered> filters() {
        FlowFilter all = FlowFilter.ALL;
        FlowFilter v6Udp = all.of(Family.V6).protocol(UDP);
        TupleFilter any = TupleFilter.ANY;
        return Stream.of(
                new Filtered("family", all.of(Family.V6), 4),
                new Filtered("protocol", all.protocol(UDP), 3),
                new Filtered("family and protocol", v6Udp, 1),
                new Filtered("IPv4 destination", all.original(any.to(VIP_V4)), 5),
                new Filtered("IPv4 source", all.original(any.from(CLIENT_V4)), 5),
                new Filtered("no such IPv4 destination", all.original(any.to(POD_V4)), 0),
                new Filtered(
                        "IPv4 destination and port",
                        all.protocol(UDP).original(any.to(VIP_V4).toPort(53)),
                        2),
                new Filtered("IPv4 source port", all.of(Family.V4).protocol(UDP).original(any.fromPort(40002)), 1),
                new Filtered("port of any protocol", all.original(any.toPort(80)), 2),
                new Filtered("IPv6 destination", all.original(any.to(VIP_V6)), 4),
                new Filtered("IPv6 source", all.original(any.from(CLIENT_V6)), 4),
                new Filtered("no such IPv6 destination", all.original(any.to(POD_V6)), 0),
                new Filtered(
                        "IPv6 destination and port",
                        v6Udp.original(any.to(VIP_V6).toPort(53)),
                        1),
                new Filtered("no such IPv6 port", v6Udp.original(any.toPort(54)), 0),
                new Filtered("SCTP port", all.protocol(SCTP).of(Family.V6).original(any.toPort(9)), 1),
                new Filtered(
                        "no such SCTP port", all.protocol(SCTP).of(Family.V6).original(any.toPort(10)), 0),
                new Filtered("IPv4 server", all.reply(any.from(POD_V4)), 1),
                new Filtered(
                        "IPv4 server and port",
                        all.protocol(TCP).reply(any.from(POD_V4).fromPort(8080)),
                        1),
                new Filtered(
                        "no such server port",
                        all.protocol(TCP).reply(any.from(POD_V4).fromPort(80)),
                        0),
                new Filtered("IPv6 server", all.reply(any.from(POD_V6)), 1),
                new Filtered("IPv4 VIP and server", all.original(any.to(VIP_V4)).reply(any.from(POD_V4)), 1),
                new Filtered("mark", all.mark(MaskedBits.exactly(0x85)), 1),
                new Filtered("mark, masked", all.mark(new MaskedBits(0x80, 0xF0)), 1),
                new Filtered("no mark", all.mark(MaskedBits.exactly(0)), 6),
                new Filtered("status", all.status(MaskedBits.set(FlowStatus.SEEN_REPLY)), 2),
                new Filtered("not that status", all.status(MaskedBits.clear(FlowStatus.SEEN_REPLY)), 7),
                new Filtered("zone", all.zone(7), 1),
                new Filtered("default zone", all.zone(0), 8),
                new Filtered("no such zone", all.zone(8), 0));
    }

    @Test
    void filtersMeanTheSameOnEveryKernel() throws Exception {
        insertOneOfEachKind();
        List<Flow> flows = client.flows(FlowFilter.ALL);

        for (Filtered filtered : filters().toList()) {
            Set<FlowTuple> expected = flows.stream()
                    .filter(filtered.filter()::matches)
                    .map(Flow::original)
                    .collect(Collectors.toSet());
            assertThat(expected).as(filtered.what()).hasSize(filtered.count());
            assertThat(client.flows(filtered.filter()))
                    .as(filtered.what())
                    .extracting(Flow::original)
                    .containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    static Stream<Arguments> filtersOfTheKernel() {
        FlowFilter udp = FlowFilter.ALL.protocol(UDP);
        return Stream.of(
                Arguments.of(
                        "destination and port",
                        udp.original(TupleFilter.ANY.to(VIP_V4).toPort(7))),
                Arguments.of("source port", udp.of(Family.V4).original(TupleFilter.ANY.fromPort(10007))),
                Arguments.of("mark", udp.mark(new MaskedBits(6, 0xFF))),
                Arguments.of("status", udp.status(MaskedBits.set(FlowStatus.ASSURED))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("filtersOfTheKernel")
    void theKernelCopiesOnlyWhatMatches(String what, FlowFilter filter) throws Exception {
        load(IntStream.range(1, 500)
                .mapToObj(i -> "-I -p udp -s 10.0.0.1 -d 10.96.0.10 -t 1000 --sport " + (10000 + i) + " --dport " + i
                        + (i == 7 ? SEEN_AND_ASSURED : ""))
                .toList());
        CountingTransport transport = namespace.call(CountingTransport::open);
        try (ConntrackClient counted = ConntrackClient.over(transport)) {
            assertThat(counted.flows(FlowFilter.ALL.protocol(UDP))).hasSize(499);
            long everything = transport.bytes();

            assertThat(counted.flows(filter)).as(what).hasSize(1);

            assertThat(transport.bytes() - everything).isLessThan(everything / 100);
        }
    }

    @Test
    void deletesThatFlowAlone() throws Exception {
        insertOneOfEachKind();
        Set<FlowTuple> others = originals();

        for (Flow flow : client.flows(FlowFilter.ALL)) {
            assertThat(client.delete(List.of(flow.deletion()))).containsExactly(ACCEPTED);

            others.remove(flow.original());
            assertThat(originals()).isEqualTo(others);
            assertThat(ids()).hasSameSizeAs(others);
            assertThat(client.delete(List.of(flow.deletion())))
                    .extracting(ConntrackKernelIT::errno)
                    .containsExactly(Errno.ENOENT);
        }
        assertThat(others).isEmpty();
    }

    @Test
    void deletesByTheReplyTuple() throws Exception {
        insertOneOfEachKind();
        List<Flow> flows = client.flows(FlowFilter.ALL);

        assertThat(client.delete(flows.stream()
                        .map(flow -> new FlowDeletion(
                                flow.reply(),
                                FlowDirection.REPLY,
                                flow.id(),
                                flow.zone().reply()))
                        .toList()))
                .hasSize(9)
                .containsOnly(ACCEPTED);

        assertThat(client.count()).isZero();
    }

    @Test
    void anotherFlowWithTheSameTupleStays() throws Exception {
        insertOneOfEachKind();
        List<Flow> flows = client.flows(FlowFilter.ALL);

        List<FlowDeletion> stale = flows.stream()
                .map(flow -> new FlowDeletion(
                        flow.original(),
                        FlowDirection.ORIGINAL,
                        flow.id() ^ 1,
                        flow.zone().original()))
                .toList();
        List<FlowDeletion> otherZone = flows.stream()
                .map(flow -> new FlowDeletion(flow.original(), FlowDirection.ORIGINAL, flow.id(), 9))
                .toList();

        assertThat(client.delete(stale))
                .extracting(ConntrackKernelIT::errno)
                .hasSize(9)
                .containsOnly(Errno.ENOENT);
        assertThat(client.delete(otherZone))
                .extracting(ConntrackKernelIT::errno)
                .hasSize(9)
                .containsOnly(Errno.ENOENT);
        assertThat(client.count()).isEqualTo(9);
    }

    @Test
    void aThousandInOneGo() throws Exception {
        load(IntStream.range(0, 2000)
                .mapToObj(i -> "-I -p udp -s 10.0.0.1 -d 10.96.0.10 -t 1000 --dport 53 --sport " + (10000 + i))
                .toList());
        List<Flow> flows = client.flows(FlowFilter.ALL);
        assertThat(flows).hasSize(2000);
        List<Flow> half = flows.subList(0, 1000);

        List<BatchResult> first =
                client.delete(half.stream().map(Flow::deletion).toList());
        List<BatchResult> second =
                client.delete(flows.stream().map(Flow::deletion).toList());

        assertThat(first).hasSize(1000).containsOnly(ACCEPTED);
        assertThat(second.subList(0, 1000)).extracting(ConntrackKernelIT::errno).containsOnly(Errno.ENOENT);
        assertThat(second.subList(1000, 2000)).containsOnly(ACCEPTED);
        assertThat(namespace.run("conntrack", "-C").strip()).isEqualTo("0");
    }

    private void insertOneOfEachKind() throws Exception {
        load(List.of(
                "-I -p tcp -s 10.0.0.1 -d 10.96.0.10 --sport 40000 --dport 80 -r 10.244.1.7 -q 10.0.0.1"
                        + " --reply-port-src 8080 --reply-port-dst 40000 --state ESTABLISHED -t 1000"
                        + SEEN_AND_ASSURED,
                "-I -p udp -s 10.0.0.1 -d 10.96.0.10 --sport 40001 --dport 53 -t 1000",
                "-I -p udp -s 10.0.0.1 -d 10.96.0.10 --sport 40002 --dport 53 -t 1000 -w 7 -m 0x85",
                "-I -p icmp -s 10.0.0.1 -d 10.96.0.10 --icmp-type 8 --icmp-code 0 --icmp-id 77 -t 1000",
                "-I -p 89 -s 10.0.0.1 -d 10.96.0.10 -t 1000",
                "-I -p tcp -s fd00::1 -d fd00:96::a --sport 40000 --dport 80 -r fd00:244::7 -q fd00::1"
                        + " --reply-port-src 8080 --reply-port-dst 40000 --state ESTABLISHED -t 1000"
                        + SEEN_AND_ASSURED,
                "-I -p udp -s fd00::1 -d fd00:96::a --sport 40001 --dport 53 -t 1000",
                "-I -p sctp -s fd00::1 -d fd00:96::a --sport 40003 --dport 9 -t 1000 --state ESTABLISHED"
                        + " --orig-vtag 10 --reply-vtag 20",
                "-I -p icmpv6 -s fd00::1 -d fd00:96::a --icmpv6-type 128 --icmpv6-code 0 --icmpv6-id 78 -t 1000"));
    }

    private void load(List<String> commands) throws Exception {
        Path file = Files.createTempFile("flows-", ".txt");
        Files.write(file, commands);
        namespace.run("conntrack", "-R", file.toString());
        Files.delete(file);
    }

    private Flow only(FlowFilter filter) throws Exception {
        List<Flow> flows = client.flows(filter);
        assertThat(flows).hasSize(1);
        return flows.get(0);
    }

    private Set<FlowTuple> originals() throws Exception {
        return client.flows(FlowFilter.ALL).stream().map(Flow::original).collect(Collectors.toSet());
    }

    /** The ids that conntrack lists. */
    private List<Long> ids() {
        Matcher ids = ID.matcher(namespace.run("conntrack", "-L", "-o", "id,extended"));
        return ids.results().map(match -> Long.valueOf(match.group(1))).toList();
    }

    /** Null when it was accepted. */
    private static Errno errno(BatchResult result) {
        return result instanceof BatchResult.Refused refused ? refused.refusal().errno() : null;
    }
}
