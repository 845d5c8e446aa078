package io.kubeipvs.daemon.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.route.AddressFlag;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteEvent;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinkAddressesTest {
    private static final Link ETH0 = new Link(2, "eth0", "", 1);
    private static final Link VETH3 = new Link(3, "veth3", "veth", 1);
    private static final Link VETH4 = new Link(4, "veth4", "veth", 1);
    private static final int GLOBAL = 0;
    private static final int LINK = 253;
    private static final Link VIPS = new Link(7, "kube-ipvs0", "dummy", 0);

    private final LinkAddresses addresses = new LinkAddresses();

    @Test
    void addressesComeAndGo() {
        follow(
                link(ETH0),
                address(2, "192.168.1.2"),
                address(2, "fd00::2"),
                gone(2, "192.168.1.2"),
                gone(9, "1.1.1.1"));
        assertThat(all()).containsExactly("fd00::2");
    }

    @Test
    void anAddressOnTwoLinksIsThereAsLongAsOneHasIt() {
        follow(link(VETH3), link(VETH4), address(3, "169.254.1.1"), address(4, "169.254.1.1"), gone(3, "169.254.1.1"));
        assertThat(all()).containsExactly("169.254.1.1");
        follow(gone(4, "169.254.1.1"));
        assertThat(all()).isEmpty();
    }

    @Test
    void aLinkTakesItsAddressesWithIt() {
        follow(
                link(ETH0),
                link(VETH3),
                address(2, "192.168.1.2"),
                address(3, "10.0.0.1"),
                new RouteEvent.LinkRemoved(ETH0, 0));
        assertThat(all()).containsExactly("10.0.0.1");
    }

    @Test
    void aListLeavesOutVipsAndLinksThatAreYounger() {
        LinkAddresses listed = LinkAddresses.of(
                List.of(VIPS, ETH0), List.of(on(2, "192.168.1.2"), on(7, "10.96.0.1"), on(9, "10.96.0.2")));
        assertThat(listed.all()).containsExactly(Ip.parse("192.168.1.2"));
    }

    @Test
    void vipsAreNotTheNodes() {
        follow(link(ETH0), link(VIPS), address(7, "10.96.0.1"), address(2, "192.168.1.2"));
        assertThat(all()).containsExactly("192.168.1.2");
        follow(new RouteEvent.LinkRemoved(VIPS, 0), link(new Link(7, "eth7", "", 1)), address(7, "10.0.0.7"));
        assertThat(all()).as("another link may get the number").containsExactly("10.0.0.7", "192.168.1.2");
    }

    @Test
    void anAddressThatAnotherHostHasIsNotTheNodes() {
        follow(
                link(ETH0),
                new RouteEvent.AddressChanged(
                        new LinkAddress(2, ToNetlink.address(Ip.parse("fd00::2")), 64, AddressFlag.DUPLICATE, 0), 0));
        assertThat(all()).isEmpty();
    }

    @Test
    void whatIsLostOrMisnamedIsListedAgain() {
        assertThat(addresses.follow(link(VIPS))).isFalse();
        assertThat(addresses.follow(new RouteEvent.Lost())).isTrue();
        assertThat(addresses.follow(link(new Link(7, "vips-of-old", "dummy", 0))))
                .isTrue();
        assertThat(addresses.follow(address(2, "192.168.1.2")))
                .as("the event of its link is missing")
                .isTrue();
        assertThat(all()).isEmpty();
        follow(link(ETH0));
        assertThat(addresses.follow(address(2, "192.168.1.2"))).isFalse();
    }

    @Test
    void theFirstAddressThatTheKernelWouldChooseStandsForTheNodeOnALink() {
        follow(
                link(ETH0),
                flagged(2, "192.168.1.9", AddressFlag.SECONDARY, GLOBAL),
                flagged(2, "169.254.7.7", 0, LINK),
                flagged(2, "192.168.1.2", 0, GLOBAL),
                flagged(2, "192.168.1.3", 0, GLOBAL),
                flagged(2, "fe80::2", 0, LINK),
                flagged(2, "fd00::7", AddressFlag.DEPRECATED, GLOBAL),
                flagged(2, "fd00::2", AddressFlag.TENTATIVE, GLOBAL));
        assertThat(addresses.ofLinks()).isEqualTo(Map.of("eth0", ips("192.168.1.2")));
        follow(flagged(2, "fd00::2", 0, GLOBAL), gone(2, "192.168.1.2"));
        assertThat(addresses.ofLinks()).isEqualTo(Map.of("eth0", ips("192.168.1.3", "fd00::2")));
    }

    @Test
    void linksWithoutAddressesLoopbackAndTheLinkOfVipsStandForNothing() {
        follow(
                link(new Link(1, "lo", "", 0x9)),
                link(new Link(3, "veth1", "veth", 1)),
                link(VIPS),
                flagged(1, "10.255.0.1", 0, GLOBAL),
                flagged(3, "169.254.1.1", 0, LINK),
                flagged(7, "10.96.0.1", 0, GLOBAL));
        assertThat(addresses.ofLinks()).isEmpty();
    }

    @Test
    void aLinkGoesByItsNewNameAndGoes() {
        follow(link(ETH0), address(2, "192.168.1.2"), link(new Link(2, "uplink", "", 1)));
        assertThat(addresses.ofLinks()).isEqualTo(Map.of("uplink", ips("192.168.1.2")));
        follow(new RouteEvent.LinkRemoved(ETH0, 0));
        assertThat(addresses.ofLinks()).isEmpty();
    }

    private static Set<Ip> ips(String... texts) {
        return Stream.of(texts).map(Ip::parse).collect(Collectors.toSet());
    }

    private static RouteEvent flagged(int link, String text, int flags, int scope) {
        return new RouteEvent.AddressChanged(
                new LinkAddress(link, ToNetlink.address(Ip.parse(text)), 24, flags, scope), 0);
    }

    private void follow(RouteEvent... events) {
        List.of(events).forEach(addresses::follow);
    }

    private static RouteEvent link(Link link) {
        return new RouteEvent.LinkChanged(link, 0);
    }

    private static RouteEvent address(int link, String text) {
        return new RouteEvent.AddressChanged(on(link, text), 0);
    }

    private static RouteEvent gone(int link, String text) {
        return new RouteEvent.AddressRemoved(on(link, text), 0);
    }

    private static LinkAddress on(int link, String text) {
        return new LinkAddress(link, ToNetlink.address(Ip.parse(text)), 24, 0, 0);
    }

    private List<String> all() {
        return addresses.all().stream().sorted().map(Ip::toString).toList();
    }
}
