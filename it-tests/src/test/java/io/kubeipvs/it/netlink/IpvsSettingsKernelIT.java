package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kubeipvs.it.support.Ipvsadm;
import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.ipvs.ForwardMethod;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsChange;
import io.kubeipvs.netlink.ipvs.IpvsChange.DeleteDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.DeleteService;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewDestination;
import io.kubeipvs.netlink.ipvs.IpvsChange.NewService;
import io.kubeipvs.netlink.ipvs.IpvsChange.SetService;
import io.kubeipvs.netlink.ipvs.IpvsClient;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import io.kubeipvs.netlink.ipvs.IpvsTimeouts;
import io.kubeipvs.netlink.ipvs.ServiceFlag;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every setting of virtual servers and of connections, between us and ipvsadm through the kernel. */
class IpvsSettingsKernelIT {

    private static final BatchResult ACCEPTED = new BatchResult.Accepted();
    private static final int HASH_FLAGS = ServiceFlag.SCHEDULER_1 | ServiceFlag.SCHEDULER_2;
    private static final IpvsService.Key MARK_V4 = new IpvsService.MarkKey(Family.V4, 7);
    private static final IpvsService.Key MARK_V6 = new IpvsService.MarkKey(Family.V6, 7);

    /** By the rules that ipvsadm makes of them. */
    private static final Map<String, IpvsService> SERVICES = Map.ofEntries(
            Map.entry("-A -t 10.96.0.1:80 -s rr -p 600", rr("10.96.0.1").withPersistence(600)),
            Map.entry(
                    "-A -t 10.96.0.2:80 -s rr -p 600 -M 255.255.255.0",
                    rr("10.96.0.2").withPersistence(600, 24)),
            Map.entry(
                    "-A -t 10.96.0.3:80 -s rr -p 600 -M 0.0.0.0",
                    rr("10.96.0.3").withPersistence(600, 0)),
            Map.entry("-A -t 10.96.0.4:80 -s rr -p 600 -M 255.0.255.0", withGapInMask("10.96.0.4")),
            Map.entry(
                    "-A -t 10.96.0.5:0 -s rr -p 600",
                    new IpvsService(vip("10.96.0.5", 0, 6), "rr").withPersistence(600)),
            Map.entry("-A -t [fd00:96::1]:80 -s rr -p 600", rr("fd00:96::1").withPersistence(600)),
            Map.entry(
                    "-A -t [fd00:96::2]:80 -s rr -p 600 -M 64", rr("fd00:96::2").withPersistence(600, 64)),
            Map.entry(
                    "-A -t [fd00:96::3]:80 -s rr -p 600 -M 1", rr("fd00:96::3").withPersistence(600, 1)),
            Map.entry("-A -u 10.96.0.6:53 -s rr -o", udp("10.96.0.6").withFlags(ServiceFlag.ONE_PACKET)),
            Map.entry("-A -u [fd00:96::6]:53 -s rr -o", udp("fd00:96::6").withFlags(ServiceFlag.ONE_PACKET)),
            Map.entry(
                    "-A -u 10.96.0.7:53 -s rr -p 600 --pe sip -o",
                    udp("10.96.0.7")
                            .withFlags(ServiceFlag.ONE_PACKET)
                            .withPersistence(600)
                            .withPersistenceEngine("sip")),
            Map.entry("-A -t 10.96.0.8:80 -s sh -b sh-fallback,sh-port", hashing("10.96.0.8", "sh")),
            Map.entry("-A -t 10.96.0.9:80 -s mh -b mh-fallback,mh-port", hashing("10.96.0.9", "mh")),
            Map.entry("-A -t [fd00:96::9]:80 -s rr -b flag-3", rr("fd00:96::9").withFlags(ServiceFlag.SCHEDULER_3)),
            Map.entry(
                    "-A --sctp-service 10.96.0.10:80 -s rr",
                    new IpvsService(vip("10.96.0.10", 80, IpProtocol.SCTP), "rr")),
            Map.entry("-A -f 7 -s wrr -p 600", new IpvsService(MARK_V4, "wrr").withPersistence(600)),
            Map.entry("-A -f 7 -6 -s wlc", new IpvsService(MARK_V6, "wlc")),
            Map.entry("-A -f 2147483647 -s rr", new IpvsService(new IpvsService.MarkKey(Family.V4, 0x7FFFFFFF), "rr")));

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

    @Test
    void ipvsadmListsEverySettingWeWrite() {
        for (IpvsService service : SERVICES.values()) {
            accept(new NewService(service));
        }

        assertThat(ipvsadm.rules()).containsExactlyInAnyOrderElementsOf(SERVICES.keySet());
    }

    @Test
    void weListEverySettingThatIpvsadmWrites() throws Exception {
        ipvsadm.restore(List.copyOf(SERVICES.keySet()));

        assertThat(client.services()).containsExactlyInAnyOrderElementsOf(SERVICES.values());
        for (IpvsService service : SERVICES.values()) {
            assertThat(client.service(service.key())).contains(service);
        }
        assertThat(client.unknownAttributes()).isZero();
    }

    @Test
    void everySettingIsTakenBack() throws Exception {
        for (IpvsService service : SERVICES.values()) {
            accept(new NewService(service));
        }
        for (IpvsService service : SERVICES.values()) {
            accept(new SetService(new IpvsService(service.key(), "lc")));
            assertThat(client.service(service.key())).contains(new IpvsService(service.key(), "lc"));
        }

        assertThat(ipvsadm.rules())
                .contains("-A -u 10.96.0.7:53 -s lc", "-A -t [fd00:96::2]:80 -s lc", "-A -f 7 -s lc");
    }

    @Test
    void marksOfBothFamiliesAreApart() throws Exception {
        IpvsDestination four = server("10.244.1.7");
        IpvsDestination six = server("fd00:244::7");
        accept(
                new NewService(new IpvsService(MARK_V4, "rr")),
                new NewService(new IpvsService(MARK_V6, "rr")),
                new NewDestination(MARK_V4, four),
                new NewDestination(MARK_V6, six));
        assertThat(ipvsadm.rules())
                .containsExactlyInAnyOrder(
                        "-A -f 7 -s rr",
                        "-a -f 7 -r 10.244.1.7:80 -m -w 1",
                        "-A -f 7 -6 -s rr",
                        "-a -f 7 -6 -r [fd00:244::7]:80 -m -w 1");
        assertThat(client.destinations(MARK_V4)).containsExactly(four);
        assertThat(client.destinations(MARK_V6)).containsExactly(six);

        accept(new DeleteService(MARK_V4), new DeleteDestination(MARK_V6, six.key()));
        assertThat(ipvsadm.rules()).containsExactly("-A -f 7 -6 -s rr");
        assertThat(client.service(MARK_V4)).isEmpty();
    }

    @Test
    void aMarkHasAll32Bits() throws Exception {
        IpvsService highest = new IpvsService(new IpvsService.MarkKey(Family.V4, 0xFFFFFFFF), "rr");
        ipvsadm.restore(List.of("-A -f 4294967295 -s rr"));

        assertThat(client.services()).containsExactly(highest);
        assertThat(client.service(highest.key())).contains(highest);
    }

    @Test
    void everyPortNeedsNoPersistence() throws Exception {
        IpvsService everyPort = new IpvsService(vip("10.96.0.5", 0, IpProtocol.TCP), "rr");
        accept(new NewService(everyPort));

        assertThat(client.service(everyPort.key())).contains(everyPort);
    }

    @Test
    void refusalsHaveTheirCause() {
        IpvsService mark = new IpvsService(MARK_V4, "rr");
        accept(new NewService(mark));

        assertThat(client.apply(List.of(
                        new NewService(mark),
                        new SetService(new IpvsService(MARK_V6, "rr")),
                        new SetService(mark.withPersistenceEngine("no-such-one")),
                        new NewDestination(MARK_V6, server("fd00:244::7")),
                        new DeleteDestination(MARK_V4, server("10.244.1.7").key()))))
                .extracting(Ipvsadm::errno)
                .containsExactly(Errno.EEXIST, Errno.ESRCH, Errno.ENOENT, Errno.ESRCH, Errno.ENOENT);
    }

    @Test
    void timeoutsAreReadAndSetEachByItself() throws Exception {
        IpvsTimeouts before = client.timeouts();
        assertThat(before).isEqualTo(new IpvsTimeouts(900, 120, 300));

        client.setTimeouts(new IpvsTimeouts(1000, 130, 310));
        assertThat(ipvsadm.line("Timeout", "-L", "--timeout")).isEqualTo("Timeout (tcp tcpfin udp): 1000 130 310");

        namespace.run("ipvsadm", "--set", "0", "0", "320");
        assertThat(client.timeouts()).isEqualTo(new IpvsTimeouts(1000, 130, 320));

        client.setTimeouts(new IpvsTimeouts(0, 140, 0));
        assertThat(client.timeouts()).isEqualTo(new IpvsTimeouts(1000, 140, 320));
        assertThatThrownBy(() -> client.setTimeouts(new IpvsTimeouts(Integer.MAX_VALUE, 0, 0)))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        refused -> assertThat(refused.errno()).isEqualTo(Errno.EINVAL))
                .hasMessageStartingWith("set IPVS timeouts refused: EINVAL");
    }

    private void accept(IpvsChange... changes) {
        assertThat(client.apply(List.of(changes)))
                .as(List.of(changes).toString())
                .containsOnly(ACCEPTED);
    }

    private static IpvsDestination server(String address) {
        return new IpvsDestination(new IpvsDestination.Key(Address.parse(address), 80), 1, ForwardMethod.MASQUERADE);
    }

    private static IpvsService.Key vip(String address, int port, int protocol) {
        return new IpvsService.AddressKey(Address.parse(address), port, protocol);
    }

    private static IpvsService rr(String address) {
        return new IpvsService(vip(address, 80, IpProtocol.TCP), "rr");
    }

    private static IpvsService udp(String address) {
        return new IpvsService(vip(address, 53, IpProtocol.UDP), "rr");
    }

    private static IpvsService hashing(String address, String scheduler) {
        return new IpvsService(vip(address, 80, IpProtocol.TCP), scheduler).withFlags(HASH_FLAGS);
    }

    private static IpvsService withGapInMask(String address) {
        Address mask = Address.parse("255.0.255.0");
        return new IpvsService(
                vip(address, 80, IpProtocol.TCP), "rr", 0, Optional.of(new IpvsService.Persistence(600, mask)), "");
    }
}
