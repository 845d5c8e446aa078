package io.kubeipvs.daemon.kernel.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.Family;
import io.kubeipvs.netlink.ipvs.IpProtocol;
import io.kubeipvs.netlink.ipvs.IpvsDestination;
import io.kubeipvs.netlink.ipvs.IpvsService;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class IpvsOrderTest {
    private static IpvsService.Key key(String address, int port, int protocol) {
        return new IpvsService.AddressKey(Address.parse(address), port, protocol);
    }

    @Test
    void virtualServersAreInTheOrderOfMarkFamilyProtocolAddressAndPort() {
        List<IpvsService.Key> sorted = List.of(
                key("10.0.0.1", 80, IpProtocol.TCP),
                key("10.0.0.1", 443, IpProtocol.TCP),
                key("10.0.0.2", 53, IpProtocol.TCP),
                key("10.0.0.1", 53, IpProtocol.UDP),
                key("fd00::1", 80, IpProtocol.TCP),
                key("fd00::1:0:0:1", 80, IpProtocol.TCP),
                new IpvsService.MarkKey(Family.V4, 7),
                new IpvsService.MarkKey(Family.V6, 7),
                new IpvsService.MarkKey(Family.V4, 8));
        List<IpvsService.Key> reversed = new ArrayList<>(sorted);
        Collections.reverse(reversed);
        assertThat(IpvsOrder.sorted(reversed, IpvsOrder::services)).isEqualTo(sorted);
    }

    @Test
    void anAddressThatIsGreaterByMoreThanHalfOfAllComesFirst() {
        assertThat(sorted("10.0.0.1", "192.168.0.1")).containsExactly("192.168.0.1", "10.0.0.1");
        assertThat(sorted("10.0.0.1", "100.64.0.1")).containsExactly("10.0.0.1", "100.64.0.1");
    }

    /** A sort of the JDK refuses such an order from 32 elements on. */
    @Test
    void addressesThatAreFarApartAreAllThere() {
        String[] all = Stream.iterate(0, i -> i + 1)
                .limit(255)
                .map(i -> (i * 97 % 255 + 1) + ".0.0.1")
                .toArray(String[]::new);
        assertThat(sorted(all)).containsExactlyInAnyOrder(all);
    }

    private static List<String> sorted(String... addresses) {
        List<IpvsDestination.Key> keys = Stream.of(addresses)
                .map(address -> new IpvsDestination.Key(Address.parse(address), 80))
                .toList();
        return IpvsOrder.sorted(keys, IpvsOrder::destinations).stream()
                .map(key -> key.address().toString())
                .toList();
    }
}
