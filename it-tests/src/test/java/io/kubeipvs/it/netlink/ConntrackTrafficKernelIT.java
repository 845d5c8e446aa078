package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.Conversation;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.conntrack.Flow;
import io.kubeipvs.netlink.conntrack.FlowCounters;
import io.kubeipvs.netlink.conntrack.FlowFilter;
import io.kubeipvs.netlink.conntrack.FlowProtocol;
import io.kubeipvs.netlink.conntrack.FlowStatus;
import io.kubeipvs.netlink.conntrack.FlowTuple;
import io.kubeipvs.netlink.conntrack.FlowZone;
import io.kubeipvs.netlink.conntrack.TcpState;
import io.kubeipvs.netlink.conntrack.TupleFilter;
import io.kubeipvs.netlink.sysctl.Sysctl;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that packets made. */
class ConntrackTrafficKernelIT {

    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final Address VIP = Address.parse("10.96.0.10");
    private static final byte[] QUESTION = "Who are you?".getBytes(StandardCharsets.US_ASCII);
    private static final int UDP_HEADER = 8;

    private KernelNamespace namespace;
    private ConntrackClient client;

    @BeforeEach
    void trackEverything() throws Exception {
        namespace = KernelNamespace.withLoopback();
        nft("table inet track { chain out { type filter hook output priority 0; ct state new counter; }; }");
        namespace.call(() -> new Sysctl().set("net.netfilter.nf_conntrack_acct", "1"));
        client = namespace.call(ConntrackClient::open);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void countsWhatGoesThroughAUdpFlow(String host) throws Exception {
        Address address = Address.parse(host);
        int packet = QUESTION.length + UDP_HEADER + (address.family().width() == 4 ? 20 : 40);

        Conversation talk = namespace.call(() -> ask(InetAddress.getByName(host), 0));

        Flow flow = only(FlowFilter.ALL
                .protocol(UDP)
                .original(TupleFilter.ANY.to(address).toPort(talk.server())));
        assertThat(flow.original()).isEqualTo(FlowTuple.ports(UDP, address, talk.client(), address, talk.server()));
        assertThat(flow.reply()).isEqualTo(FlowTuple.ports(UDP, address, talk.server(), address, talk.client()));
        assertThat(flow.status() & FlowStatus.SEEN_REPLY).isNotZero();
        assertThat(flow.counters()).contains(new FlowCounters(1, packet, 1, packet));
        assertThat(flow.tcpState()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void knowsHowFarATcpConnectionIs(String host) throws Exception {
        Address address = Address.parse(host);
        try (ServerSocket server = namespace.call(() -> new ServerSocket(0, 1, InetAddress.getByName(host)));
                Socket out = namespace.call(() -> new Socket(host, server.getLocalPort()))) {
            Flow flow = only(FlowFilter.ALL.protocol(TCP));

            assertThat(flow.original())
                    .isEqualTo(FlowTuple.ports(TCP, address, out.getLocalPort(), address, server.getLocalPort()));
            assertThat(flow.tcpState()).contains(TcpState.ESTABLISHED);
            assertThat(flow.counters())
                    .get()
                    .extracting(FlowCounters::originalPackets)
                    .isEqualTo(2L);
        }
    }

    @Test
    void anEchoIsAFlow() throws Exception {
        namespace.run("ping", "-c", "1", "127.0.0.1");
        namespace.run("ping", "-6", "-c", "1", "::1");

        assertEcho(only(FlowFilter.ALL.protocol(FlowProtocol.Icmp.V4)), 8, 0);
        assertEcho(only(FlowFilter.ALL.protocol(FlowProtocol.Icmp.V6)), 128, 129);
    }

    @Test
    void findsAndForgetsTheFlowsOfAServerBehindAVip() throws Exception {
        namespace.run("ip", "addr", "add", "10.96.0.10/32", "dev", "lo");
        nft(
                "table ip nat { chain out { type nat hook output priority -100; ip daddr 10.96.0.10 dnat to 127.0.0.1; }; }");
        Conversation other = namespace.call(() -> ask(InetAddress.getByName("127.0.0.1"), 0));
        Conversation talk =
                namespace.call(() -> ask(InetAddress.getByName("127.0.0.1"), InetAddress.getByName("10.96.0.10")));

        Flow stale = only(FlowFilter.ALL
                .protocol(UDP)
                .original(TupleFilter.ANY.to(VIP).toPort(talk.server()))
                .reply(TupleFilter.ANY.from(Address.parse("127.0.0.1"))));
        assertThat(stale.status() & FlowStatus.DST_NAT).isNotZero();

        assertThat(client.delete(List.of(stale.deletion()))).containsExactly(new BatchResult.Accepted());

        assertThat(client.flows(FlowFilter.ALL))
                .extracting(flow -> flow.original().protocol())
                .containsExactly(new FlowProtocol.Ports(UDP, other.client(), other.server()));
    }

    @Test
    void aZoneOfOneDirection() throws Exception {
        nft("table inet zones { chain out { type filter hook output priority -300;"
                + " udp dport 5353 ct original zone set 5; }; }");

        namespace.call(() -> ask(InetAddress.getByName("127.0.0.1"), 5353));

        Flow flow = only(FlowFilter.ALL.zone(5));
        assertThat(flow.zone()).isEqualTo(new FlowZone(5, 0));
        assertThat(client.delete(List.of(flow.deletion()))).containsExactly(new BatchResult.Accepted());
        assertThat(client.flows(FlowFilter.ALL)).isEmpty();
    }

    private static void assertEcho(Flow echo, int type, int answer) {
        FlowProtocol.Icmp question = (FlowProtocol.Icmp) echo.original().protocol();
        assertThat(question.type()).isEqualTo(type);
        assertThat(echo.reply().protocol())
                .isEqualTo(new FlowProtocol.Icmp(question.number(), answer, 0, question.id()));
        assertThat(echo.counters().map(FlowCounters::replyPackets)).isEqualTo(Optional.of(1L));
    }

    private void nft(String rules) {
        namespace.run("nft", rules);
    }

    private Flow only(FlowFilter filter) throws Exception {
        List<Flow> flows = client.flows(filter);
        assertThat(flows).hasSize(1);
        return flows.get(0);
    }

    /** The two ports. */
    private record Conversation(int client, int server) {}

    private static Conversation ask(InetAddress host, int port) throws Exception {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(host, port))) {
            return ask(server, host);
        }
    }

    /** Asks a server through another address of it. */
    private static Conversation ask(InetAddress host, InetAddress through) throws Exception {
        try (DatagramSocket server = new DatagramSocket(new InetSocketAddress(host, 0))) {
            return ask(server, through);
        }
    }

    private static Conversation ask(DatagramSocket server, InetAddress through) throws Exception {
        try (DatagramSocket out = new DatagramSocket()) {
            out.setSoTimeout(60_000);
            server.setSoTimeout(60_000);
            out.send(new DatagramPacket(QUESTION, QUESTION.length, through, server.getLocalPort()));
            DatagramPacket question = new DatagramPacket(new byte[64], 64);
            server.receive(question);
            server.send(new DatagramPacket(QUESTION, QUESTION.length, question.getSocketAddress()));
            out.receive(new DatagramPacket(new byte[64], 64));
            return new Conversation(out.getLocalPort(), server.getLocalPort());
        }
    }
}
