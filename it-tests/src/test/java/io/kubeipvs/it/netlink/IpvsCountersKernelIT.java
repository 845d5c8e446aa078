package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.daemon.Await;
import io.kubeipvs.it.support.Ipvsadm;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.it.support.Pod;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewService;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsDestinationState;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.ipvs.IpvsServiceState;
import io.kubeipvs.netlink.ipvs.IpvsTraffic;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counters, moved by connections through a virtual server to a server beside it. */
class IpvsCountersKernelIT {

    private static final int PORT = 8080;

    @ParameterizedTest
    @CsvSource({"10.96.0.30, 32, 127.0.0.1, 127.0.0.1:8080", "fd00:96::30, 128, ::1, [::1]:8080"})
    void countersAreThoseThatIpvsadmShows(String vip, int bits, String server, String shown) throws Exception {
        IpvsService service = new IpvsService(new IpvsService.AddressKey(Address.parse(vip), 80, IpProtocol.TCP), "rr")
                .withPersistence(300);
        IpvsDestination destination =
                new IpvsDestination(new IpvsDestination.Key(Address.parse(server), PORT), 1, ForwardMethod.MASQUERADE);
        try (KernelNamespace namespace = KernelNamespace.withLoopback();
                IpvsClient client = namespace.call(IpvsClient::open);
                ServerSocket listening =
                        namespace.call(() -> new ServerSocket(PORT, 50, InetAddress.getByName(server)))) {
            namespace.run("ip", "addr", "add", vip + "/" + bits, "dev", "lo");
            assertThat(client.apply(List.of(new NewService(service), new NewDestination(service.key(), destination))))
                    .containsOnly(new BatchResult.Accepted());
            serve(listening);
            for (int i = 0; i < 3; i++) {
                assertThat(Pod.askTcp(namespace, vip, 80)).isEqualTo("hello");
            }

            Await.equal(3L, () -> state(client, service).counters().total().connections());
            agree(namespace, client, service, shown);
            IpvsDestinationState held = client.destinationStates(service.key()).get(0);
            assertThat(held.destination()).isEqualTo(destination);
            assertThat(held.activeConnections() + held.inactiveConnections()).isEqualTo(3);
            assertThat(held.persistentConnections()).isOne();
            ratesMove(namespace, client, service);
        }
    }

    /** The same numbers, of the virtual server and of its real server, as ipvsadm has them. */
    private static void agree(KernelNamespace namespace, IpvsClient client, IpvsService service, String shown)
            throws Exception {
        Ipvsadm ipvsadm = new Ipvsadm(namespace);
        // The counters follow the packets within seconds: wait until two looks around ipvsadm's agree.
        Await.until(
                "our counters and ipvsadm's to be the same",
                Duration.ofSeconds(60),
                () -> {
                    IpvsTraffic total = state(client, service).counters().total();
                    IpvsTraffic servers = client.destinationStates(service.key())
                            .get(0)
                            .counters()
                            .total();
                    return total.packetsIn() >= 9
                            && total.bytesOut() > 0
                            && ipvsadm.line("TCP", "-Ln", "--stats", "--exact").endsWith(" " + numbers(total))
                            && ipvsadm.line("-> " + shown, "-Ln", "--stats", "--exact")
                                    .endsWith(" " + numbers(servers));
                },
                () -> state(client, service) + "\n" + namespace.run("ipvsadm", "-Ln", "--stats", "--exact"));
    }

    private static void ratesMove(KernelNamespace namespace, IpvsClient client, IpvsService service) throws Exception {
        String vip = ((IpvsService.AddressKey) service.key()).address().toString();
        Await.until(
                "a rate of packets",
                Duration.ofSeconds(60),
                () -> {
                    Pod.askTcp(namespace, vip, 80);
                    IpvsTraffic rate = state(client, service).counters().perSecond();
                    return rate.packetsIn() > 0 && rate.packetsOut() > 0 && rate.bytesIn() > 0 && rate.bytesOut() > 0;
                },
                () -> state(client, service));
    }

    private static String numbers(IpvsTraffic traffic) {
        return traffic.connections() + " " + traffic.packetsIn() + " " + traffic.packetsOut() + " " + traffic.bytesIn()
                + " " + traffic.bytesOut();
    }

    private static IpvsServiceState state(IpvsClient client, IpvsService service) throws Exception {
        List<IpvsServiceState> all = client.serviceStates();
        assertThat(all).extracting(IpvsServiceState::service).containsExactly(service);
        return all.get(0);
    }

    private static void serve(ServerSocket listening) {
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    try (Socket client = listening.accept()) {
                        client.getOutputStream().write("hello".getBytes(StandardCharsets.UTF_8));
                    }
                }
            } catch (IOException closed) {
                // The test is over.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
