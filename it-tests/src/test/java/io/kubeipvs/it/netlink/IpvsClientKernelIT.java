package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.ipvs.ForwardMethod.MASQUERADE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.Ipvsadm;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsChange.DeleteDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.DeleteService;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewService;
import io.kubeipvs.netlink.ipvs.IpvsChange.SetDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.SetService;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpvsClientKernelIT {

    private static final BatchResult ACCEPTED = new BatchResult.Accepted();
    private static final IpvsService.Key V4 = tcp("10.96.0.10", 53);
    private static final IpvsService.Key V6 =
            new IpvsService.AddressKey(Address.parse("fd00:96::a"), 53, IpProtocol.UDP);

    private KernelNamespace namespace;
    private Ipvsadm ipvsadm;
    private IpvsClient client;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        ipvsadm = new Ipvsadm(namespace);
        client = namespace.call(IpvsClient::open);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"rr", "sh"})
    void ipvsadmListsWhatWeWrite(String scheduler) throws Exception {
        accept(
                new NewService(new IpvsService(V4, scheduler)),
                new NewService(new IpvsService(V6, scheduler).withPersistence(10800)),
                new NewDestination(V4, server("10.244.1.7", 8053, 3)),
                new NewDestination(V6, server("fd00:244::7", 8053, 1)));

        assertThat(ipvsadm.rules())
                .containsExactlyInAnyOrder(
                        "-A -t 10.96.0.10:53 -s " + scheduler,
                        "-a -t 10.96.0.10:53 -r 10.244.1.7:8053 -m -w 3",
                        "-A -u [fd00:96::a]:53 -s " + scheduler + " -p 10800",
                        "-a -u [fd00:96::a]:53 -r [fd00:244::7]:8053 -m -w 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"rr", "sh"})
    void weListWhatIpvsadmWrites(String scheduler) throws Exception {
        ipvsadm.restore(List.of(
                "-A -t 10.96.0.10:53 -s " + scheduler,
                "-a -t 10.96.0.10:53 -r 10.244.1.7:8053 -m -w 3",
                "-A -u [fd00:96::a]:53 -s " + scheduler + " -p 10800",
                "-a -u [fd00:96::a]:53 -r [fd00:244::7]:8053 -m",
                "-A -f 7 -s " + scheduler));

        assertThat(client.services())
                .containsExactlyInAnyOrder(
                        new IpvsService(V4, scheduler),
                        new IpvsService(V6, scheduler).withPersistence(10800),
                        new IpvsService(new IpvsService.MarkKey(Family.V4, 7), scheduler));
        assertThat(client.destinations(V4)).containsExactly(server("10.244.1.7", 8053, 3));
        assertThat(client.destinations(V6)).containsExactly(server("fd00:244::7", 8053, 1));
    }

    @Test
    void everySchedulerIsAtHand() throws Exception {
        List<String> schedulers =
                List.of("rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh", "none");
        for (String scheduler : schedulers) {
            accept(new NewService(new IpvsService(tcp("10.96.0.10", 1 + schedulers.indexOf(scheduler)), scheduler)));
        }

        assertThat(client.services())
                .extracting(IpvsService::scheduler)
                .containsExactlyInAnyOrderElementsOf(schedulers);
        assertThat(ipvsadm.rules()).hasSize(schedulers.size()).contains("-A -t 10.96.0.10:13 -s mh");
    }

    @Test
    void altersAndRemoves() throws Exception {
        accept(
                new NewService(new IpvsService(V4, "rr").withPersistence(600)),
                new NewDestination(V4, server("10.244.1.7", 8053, 1)),
                new NewDestination(V4, server("10.244.1.8", 8053, 1)),
                new NewService(new IpvsService(V6, "rr")));
        accept(
                new SetService(new IpvsService(V4, "sh")),
                new SetDestination(V4, server("10.244.1.7", 8053, 0)),
                new DeleteDestination(V4, server("10.244.1.8", 8053, 1).key()),
                new DeleteService(V6));

        assertThat(ipvsadm.rules())
                .containsExactly("-A -t 10.96.0.10:53 -s sh", "-a -t 10.96.0.10:53 -r 10.244.1.7:8053 -m -w 0");
    }

    @Test
    void anEmptyTableIsAnEmptyList() throws Exception {
        assertThat(client.services()).isEmpty();
        assertThat(client.serviceStates()).isEmpty();
        assertThat(client.destinations(V4)).isEmpty();
        assertThat(client.destinationStates(V4)).isEmpty();
        assertThat(client.service(V4)).isEmpty();
        assertThat(client.info().version()).isEqualTo("1.2.1");
        assertThat(client.info().connectionTableSize()).isPositive();
    }

    @Test
    void aThousandServicesAndRefusalsInTheirMidst() throws Exception {
        List<IpvsChange> changes = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            IpvsService.Key key = manyth(i);
            changes.add(new NewService(new IpvsService(key, "rr")));
            changes.add(new NewDestination(key, server("10.244.0.1", 8080, 1)));
        }
        IpvsService.Key absent = tcp("10.99.99.99", 80);
        changes.add(501, new NewService(new IpvsService(manyth(0), "rr")));
        changes.add(
                502,
                new DeleteDestination(manyth(0), server("10.244.9.9", 80, 1).key()));
        changes.add(503, new DeleteService(absent));
        changes.add(504, new NewDestination(absent, server("10.244.0.1", 8080, 1)));
        changes.add(505, new NewService(new IpvsService(absent, "no-such-one")));
        changes.add(506, new SetService(new IpvsService(absent, "rr")));

        List<BatchResult> results = client.apply(changes);

        assertThat(results.subList(501, 507))
                .extracting(Ipvsadm::errno)
                .containsExactly(Errno.EEXIST, Errno.ENOENT, Errno.ESRCH, Errno.ESRCH, Errno.ENOENT, Errno.ESRCH);
        assertThat(results).hasSize(2006);
        assertThat(results.stream().filter(ACCEPTED::equals)).hasSize(2000);
        assertThat(ipvsadm.rules()).hasSize(2000).contains("-A -t 10.97.3.231:80 -s rr");
        assertThat(client.services().stream().map(IpvsService::key).collect(Collectors.toSet()))
                .isEqualTo(IntStream.range(0, 1000)
                        .mapToObj(IpvsClientKernelIT::manyth)
                        .collect(Collectors.toSet()));
    }

    @Test
    void whereLoopbackNeverWasUpNoRealServerIsTaken() throws Exception {
        try (KernelNamespace bare = new KernelNamespace();
                IpvsClient inside = bare.call(IpvsClient::open)) {
            assertThat(inside.apply(List.of(
                            new NewService(new IpvsService(V4, "rr")),
                            new NewDestination(V4, server("10.244.1.7", 8053, 1)))))
                    .extracting(Ipvsadm::errno)
                    .containsExactly(null, Errno.EINVAL);
        }
    }

    private void accept(IpvsChange... changes) {
        assertThat(client.apply(List.of(changes))).hasSize(changes.length).containsOnly(ACCEPTED);
    }

    private static IpvsService.Key manyth(int i) {
        return tcp("10.97." + i / 256 + "." + i % 256, 80);
    }

    private static IpvsService.Key tcp(String address, int port) {
        return new IpvsService.AddressKey(Address.parse(address), port, IpProtocol.TCP);
    }

    private static IpvsDestination server(String address, int port, int weight) {
        return new IpvsDestination(new IpvsDestination.Key(Address.parse(address), port), weight, MASQUERADE);
    }
}
