package io.kubeipvs.daemon.kernel.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.UdpFlow;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Flows that {@code conntrack} puts into a real kernel's table, and which of them are forgotten. */
@Timeout(120)
class FlowForgetterKernelIT {
    private static final VirtualServer.Key DNS = new VirtualServer.Key(Ip.parse("10.96.0.10"), 53, Protocol.UDP);
    private static final VirtualServer.Key DNS6 = new VirtualServer.Key(Ip.parse("fd00:96::a"), 53, Protocol.UDP);
    private static final VirtualServer.Key INSIDE =
            VirtualServer.Key.ofMark(Family.IPV4, Mark.of(Protocol.UDP, "default/dns:dns"));
    private static final RealServer.Key POD = new RealServer.Key(Ip.parse("10.36.0.1"), 5353);
    private static final RealServer.Key POD6 = new RealServer.Key(Ip.parse("fd00:36::1"), 5353);

    private final AtomicLong forgotten = new AtomicLong();
    private KernelNamespace namespace;
    private FlowForgetter forgetter;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        forgetter = new FlowForgetter(
                namespace.call(ConntrackClient::open),
                (family, flows, took) -> forgotten.addAndGet(flows),
                Workers.unobserved());
    }

    @AfterEach
    void close() throws Exception {
        forgetter.close();
        namespace.close();
    }

    @Test
    void forgetsWhatLedAVirtualServersClientsToAServerThatIsGone() throws Exception {
        insert("udp", "192.0.2.1", 4001, "10.96.0.10", 53, "10.36.0.1", 5353);
        insert("udp", "192.0.2.1", 4002, "10.96.0.10", 53, "10.36.0.2", 5353);
        insert("udp", "192.0.2.1", 4003, "10.36.0.1", 5353, "10.36.0.1", 5353);
        insert("udp", "192.0.2.1", 4004, "10.96.0.11", 53, "10.36.0.1", 5353);
        insert("udp", "fd00::1", 4005, "fd00:96::a", 53, "fd00:36::1", 5353);
        forgetter.forget(new FlowOp.ForgetFlows(DNS, POD));
        forgetter.forget(new FlowOp.ForgetFlows(DNS6, POD6));
        await(2);
        assertThat(clientPorts()).containsExactlyInAnyOrder(4002, 4003, 4004);
    }

    @Test
    void byAMarkForgetsThoseOfEveryAddressButTheServersOwn() throws Exception {
        insert("udp", "192.0.2.1", 4001, "203.0.113.7", 53, "10.36.0.1", 5353);
        insert("udp", "192.0.2.1", 4002, "192.168.1.2", 30053, "10.36.0.1", 5353);
        insert("udp", "192.0.2.1", 4003, "10.36.0.1", 5353, "10.36.0.1", 5353);
        forgetter.forget(new FlowOp.ForgetFlows(INSIDE, POD));
        await(2);
        assertThat(clientPorts()).containsExactly(4003);
    }

    @Test
    void worksOnAfterAServerThatNobodyUsed() throws Exception {
        forgetter.forget(new FlowOp.ForgetFlows(DNS6, POD6));
        insert("udp", "192.0.2.1", 4001, "10.96.0.10", 53, "10.36.0.1", 5353);
        forgetter.forget(new FlowOp.ForgetFlows(DNS, POD));
        await(1);
        assertThat(clientPorts()).isEmpty();
    }

    @Test
    void closingFinishesWhatIsQueued() throws Exception {
        insert("udp", "192.0.2.1", 4001, "10.96.0.10", 53, "10.36.0.1", 5353);
        try (FlowForgetter closed = new FlowForgetter(
                namespace.call(ConntrackClient::open), (family, flows, took) -> {}, Workers.unobserved())) {
            closed.forget(new FlowOp.ForgetFlows(DNS, POD));
        }
        assertThat(clientPorts()).isEmpty();
    }

    @Test
    void readsWhereClientsAreLedWhateverTheirNumber() throws Exception {
        for (int port = 4001; port < 4010; port++) {
            insert("udp", "192.0.2.1", port, "10.96.0.10", 53, "10.36.0.1", 5353);
        }
        insert("udp", "192.0.2.1", 4010, "10.96.0.10", 53, "10.96.0.10", 53);
        insert("udp", "192.0.2.1", 4011, "10.96.0.11", 53, "10.36.0.1", 5353);
        insert("udp", "fd00::1", 4012, "fd00:96::a", 53, "fd00:36::1", 5353);
        insert("tcp --state ESTABLISHED", "192.0.2.1", 4013, "10.96.0.10", 53, "10.36.0.9", 5353);
        try (ConntrackClient client = namespace.call(ConntrackClient::open)) {
            assertThat(UdpFlows.read(client, Set.of(DNS, DNS6)))
                    .containsExactlyInAnyOrder(
                            new UdpFlow(DNS, POD),
                            new UdpFlow(DNS, new RealServer.Key(DNS.vip(), DNS.port())),
                            new UdpFlow(DNS6, POD6));
        }
    }

    private void await(long flows) throws InterruptedException {
        while (forgotten.get() < flows) {
            Thread.sleep(10);
        }
    }

    private void insert(String protocol, String client, int port, String dialled, int on, String server, int at) {
        namespace.run(
                ("conntrack -I -p " + protocol + " -s " + client + " -d " + dialled + " --sport " + port + " --dport "
                                + on + " -r " + server + " -q " + client + " --reply-port-src " + at
                                + " --reply-port-dst " + port
                                + " -t 300")
                        .split(" "));
    }

    private List<Integer> clientPorts() throws Exception {
        List<Integer> ports = new ArrayList<>();
        for (String family : List.of("ipv4", "ipv6")) {
            namespace.run("conntrack", "-L", "-f", family, "-o", "id").lines().forEach(line -> {
                if (line.contains("sport=")) {
                    ports.add(Integer.parseInt(line.replaceAll("^.*? sport=(\\d+) .*$", "$1")));
                }
            });
        }
        return ports;
    }
}
