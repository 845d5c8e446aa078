package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.AddressChange.AddAddress;
import io.kubeipvs.netlink.route.AddressChange.RemoveAddress;
import io.kubeipvs.netlink.route.AddressFlag;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteClientKernelIT {

    private static final String NAME = "kube-ipvs0";
    private static final Address V4 = Address.parse("10.96.0.10");
    private static final Address V6 = Address.parse("fd00:96::a");
    private static final BatchResult ACCEPTED = new BatchResult.Accepted();

    private KernelNamespace namespace;
    private RouteClient client;

    @BeforeEach
    void open() throws Exception {
        namespace = KernelNamespace.withLoopback();
        client = namespace.call(RouteClient::open);
    }

    @AfterEach
    void close() throws Exception {
        client.close();
        namespace.close();
    }

    @Test
    void makesADummyLinkThatIsDownAndDeletesIt() throws Exception {
        Link link = client.createDummy(NAME);

        assertThat(link.kind()).isEqualTo("dummy");
        assertThat(link.isUp()).isFalse();
        assertThat(namespace.run("ip", "-d", "-j", "link", "show", "dev", NAME))
                .contains("\"info_kind\":\"dummy\"")
                .contains("\"operstate\":\"DOWN\"");
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> client.createDummy(NAME))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.EEXIST));

        client.deleteLink(link);

        assertThat(client.link(NAME)).isEmpty();
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> client.deleteLink(link))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void ipListsWhatWeWrite() throws Exception {
        int index = client.createDummy(NAME).index();

        assertThat(client.apply(List.of(new AddAddress(index, V4), new AddAddress(index, V6))))
                .containsExactly(ACCEPTED, ACCEPTED);

        assertThat(ip())
                .contains("\"local\":\"10.96.0.10\",\"prefixlen\":32,\"scope\":\"global\"")
                .contains("\"local\":\"fd00:96::a\",\"prefixlen\":128,\"scope\":\"global\",\"nodad\":true")
                .contains("\"noprefixroute\":true")
                .doesNotContain("tentative");
        assertThat(namespace.run("ip", "route", "get", "10.96.0.10")).startsWith("local 10.96.0.10 dev lo");
        assertThat(client.apply(List.of(new RemoveAddress(index, V4), new RemoveAddress(index, V6))))
                .containsExactly(ACCEPTED, ACCEPTED);
        assertThat(ip()).doesNotContain("10.96.0.10").doesNotContain("fd00:96::a");
    }

    @Test
    void weListWhatIpWritesOnThatLinkAlone() throws Exception {
        int index = client.createDummy(NAME).index();
        namespace.run("ip", "addr", "add", "10.96.0.10/32", "dev", NAME);
        namespace.run("ip", "addr", "add", "fd00:96::a/128", "dev", NAME, "nodad", "noprefixroute");
        namespace.run("ip", "addr", "add", "10.1.0.1", "peer", "10.1.0.2/32", "dev", NAME);
        namespace.run("ip", "addr", "add", "10.5.5.5/32", "dev", "lo");

        assertThat(client.addresses(index))
                .extracting(LinkAddress::address)
                .containsExactlyInAnyOrder(V4, V6, Address.parse("10.1.0.1"));
        assertThat(client.addresses(index))
                .filteredOn(address -> address.address().equals(V6))
                .singleElement()
                .satisfies(address -> {
                    assertThat(address.prefixLength()).isEqualTo(128);
                    assertThat(address.flags())
                            .isEqualTo(AddressFlag.PERMANENT
                                    | AddressFlag.NO_DUPLICATE_DETECTION
                                    | AddressFlag.NO_PREFIX_ROUTE);
                });
    }

    @Test
    void weListTheAddressesOfAllLinksAtOnce() throws Exception {
        int first = client.createDummy(NAME).index();
        int second = client.createDummy("second").index();
        client.apply(List.of(new AddAddress(first, V4), new AddAddress(second, V6)));

        assertThat(client.addresses())
                .extracting(LinkAddress::linkIndex, LinkAddress::address)
                .contains(tuple(first, V4), tuple(second, V6), tuple(1, Address.parse("127.0.0.1")));
    }

    @Test
    void refusalsHaveTheErrnoAndTheKernelsWords() throws Exception {
        int index = client.createDummy(NAME).index();

        List<BatchResult> results = client.apply(List.of(
                new AddAddress(index, V4),
                new AddAddress(index, V4),
                new RemoveAddress(index, V6),
                new RemoveAddress(index, Address.parse("10.9.9.9")),
                new AddAddress(index + 100, V4),
                new AddAddress(index, V6),
                new AddAddress(index, V6)));

        assertThat(results)
                .extracting(RouteClientKernelIT::errno)
                .containsExactly(
                        null, Errno.EEXIST, Errno.EADDRNOTAVAIL, Errno.EADDRNOTAVAIL, Errno.ENODEV, null, Errno.EEXIST);
        assertThat(client.addresses(index)).extracting(LinkAddress::address).containsExactlyInAnyOrder(V4, V6);
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> client.addresses(index + 100))
                .satisfies(refused -> assertThat(refused.errno()).isEqualTo(Errno.ENODEV));
    }

    @Test
    void aThousandAddressesOfEachFamily() throws Exception {
        int index = client.createDummy(NAME).index();
        List<Address> addresses = IntStream.range(0, 1000)
                .boxed()
                .flatMap(i -> Stream.of(
                        Address.parse("10.97." + i / 256 + "." + i % 256), Address.parse("fd00:97::" + (i + 1))))
                .toList();
        List<AddressChange> additions = addresses.stream()
                .map(address -> (AddressChange) new AddAddress(index, address))
                .toList();

        assertThat(client.apply(additions)).hasSize(2000).containsOnly(ACCEPTED);

        assertThat(client.addresses(index).stream().map(LinkAddress::address).collect(Collectors.toSet()))
                .isEqualTo(addresses.stream().collect(Collectors.toSet()));
        assertThat(namespace.run("ip", "-o", "addr", "show", "dev", NAME).lines())
                .hasSize(2000);
    }

    private String ip() {
        return namespace.run("ip", "-j", "addr", "show", "dev", NAME);
    }

    /** Null when it was accepted. */
    private static Errno errno(BatchResult result) {
        return result instanceof BatchResult.Refused refused ? refused.refusal().errno() : null;
    }
}
