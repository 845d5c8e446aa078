package io.kubeipvs.daemon.kernel.translation;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FromNetlinkTest {

    private static final Address VIP = Address.parse("10.96.0.1");
    private static final VirtualServer.Key KEY = new VirtualServer.Key(Ip.parse("10.96.0.1"), 80, Protocol.TCP);

    static Stream<VirtualServer> virtualServers() {
        return Stream.of(
                new VirtualServer(KEY, "rr", 0, 0),
                new VirtualServer(KEY, "mh", VirtualServer.FLAG_HASH_PORT, 0),
                new VirtualServer(KEY, "rr", VirtualServer.FLAG_PERSISTENT, 10800),
                new VirtualServer(KEY, "rr", VirtualServer.FLAG_PERSISTENT, 10800, 24),
                new VirtualServer(byMark(io.kubeipvs.core.model.Family.IPV4, Protocol.UDP), "rr", 0, 0),
                new VirtualServer(byMark(io.kubeipvs.core.model.Family.IPV6, Protocol.SCTP), "sh", 0, 0));
    }

    @ParameterizedTest
    @MethodSource("virtualServers")
    void aVirtualServerComesBackAsItWasGiven(VirtualServer server) {
        assertThat(FromNetlink.virtualServer(ToNetlink.service(server))).contains(server);
    }

    private static VirtualServer.Key byMark(io.kubeipvs.core.model.Family family, Protocol protocol) {
        return VirtualServer.Key.ofMark(family, Mark.of(protocol, "default/shop:https"));
    }

    @Test
    void clientsThatStickDoSoByTheirWholeAddress() {
        assertThat(ToNetlink.service(new VirtualServer(KEY, "rr", VirtualServer.FLAG_PERSISTENT, 10800))
                        .persistence())
                .contains(new IpvsService.Persistence(10800, Address.parse("255.255.255.255")));
    }

    @Test
    void whatNoServiceCanWantIsAnotherPrograms() {
        assertThat(Stream.of(
                                new IpvsService.MarkKey(Family.V4, 7),
                                new IpvsService.AddressKey(VIP, 0, IpProtocol.TCP),
                                new IpvsService.AddressKey(VIP, 80, 255))
                        .map(key -> FromNetlink.virtualServer(new IpvsService(key, "rr"))))
                .allMatch(server -> server.isEmpty());
    }
}
