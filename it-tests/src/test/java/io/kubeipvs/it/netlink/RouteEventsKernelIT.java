package io.kubeipvs.it.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.it.support.KernelNamespace;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RouteEventsKernelIT {

    private static final String NAME = "kube-ipvs0";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private KernelNamespace namespace;

    @BeforeEach
    void open() {
        namespace = KernelNamespace.withLoopback();
    }

    @AfterEach
    void close() {
        namespace.close();
    }

    @Test
    void reportsEveryAddressThatComesAndGoes() throws Exception {
        namespace.run("ip", "link", "add", NAME, "type", "dummy");
        try (Subscription<RouteEvent> events = subscribe(RouteEvents::ofAddresses)) {
            namespace.run("ip", "addr", "add", "10.96.0.10/32", "dev", NAME);
            namespace.run("ip", "addr", "add", "fd00:96::a/128", "dev", NAME, "nodad");
            namespace.run("ip", "addr", "del", "10.96.0.10/32", "dev", NAME);
            namespace.run("ip", "addr", "del", "fd00:96::a/128", "dev", NAME);

            assertThat(List.of(next(events), next(events), next(events), next(events)))
                    .extracting(RouteEventsKernelIT::describe)
                    .containsExactly("+10.96.0.10/32", "+fd00:96::a/128", "-10.96.0.10/32", "-fd00:96::a/128");
        }
    }

    /** On loopback, so that this needs no dummy driver. */
    @Test
    void onlyIpv4AddressesNameTheirRequester() throws Exception {
        try (RouteClient client = namespace.call(RouteClient::open);
                Subscription<RouteEvent> events = subscribe(RouteEvents::ofAddresses)) {
            int lo = client.link("lo").orElseThrow().index();
            Address v4 = Address.parse("10.96.0.10");
            Address v6 = Address.parse("fd00:96::a");
            Map<String, Integer> requesters = new HashMap<>();
            // The kernel announces a new IPv6 address a little later, and not at all if it is gone by then.
            for (List<AddressChange> changes : List.<List<AddressChange>>of(
                    List.of(new AddressChange.AddAddress(lo, v4), new AddressChange.AddAddress(lo, v6)),
                    List.of(new AddressChange.RemoveAddress(lo, v4), new AddressChange.RemoveAddress(lo, v6)))) {
                assertThat(client.apply(changes)).containsOnly(new BatchResult.Accepted());
                for (int i = 0; i < 2; i++) {
                    RouteEvent event = next(events);
                    requesters.put(describe(event), requester(event));
                }
            }
            assertThat(requesters)
                    .isEqualTo(Map.of(
                            "+10.96.0.10/32",
                            client.portId(),
                            "-10.96.0.10/32",
                            client.portId(),
                            "+fd00:96::a/128",
                            0,
                            "-fd00:96::a/128",
                            0));
        }
    }

    private static int requester(RouteEvent event) {
        return event instanceof RouteEvent.AddressChanged changed
                ? changed.requester()
                : ((RouteEvent.AddressRemoved) event).requester();
    }

    @Test
    void reportsEveryLinkThatComesChangesAndGoes() throws Exception {
        try (Subscription<RouteEvent> events = subscribe(RouteEvents::ofLinks)) {
            namespace.run("ip", "link", "add", NAME, "type", "dummy");
            namespace.run("ip", "link", "set", NAME, "up");
            namespace.run("ip", "link", "del", NAME);

            List<Link> seen = new ArrayList<>();
            RouteEvent last = nextThat(events, event -> {
                if (event instanceof RouteEvent.LinkChanged changed) {
                    seen.add(changed.link());
                }
                return event instanceof RouteEvent.LinkRemoved;
            });

            assertThat(seen).allSatisfy(link -> assertThat(link.name()).isEqualTo(NAME));
            assertThat(seen.get(0).kind()).isEqualTo("dummy");
            assertThat(seen.get(0).isUp()).isFalse();
            assertThat(seen).anyMatch(Link::isUp);
            assertThat(((RouteEvent.LinkRemoved) last).link().name()).isEqualTo(NAME);
        }
    }

    @Test
    void linksAndAddressesComeInTheOrderInWhichTheyHappen() throws Exception {
        try (Subscription<RouteEvent> events = subscribe(RouteEvents::ofLinksAndAddresses)) {
            namespace.run("ip", "link", "add", NAME, "type", "dummy");
            namespace.run("ip", "addr", "add", "10.96.0.10/32", "dev", NAME);

            assertThat(next(events)).isInstanceOf(RouteEvent.LinkChanged.class);
            assertThat(nextThat(events, event -> event instanceof RouteEvent.AddressChanged))
                    .extracting(RouteEventsKernelIT::describe)
                    .isEqualTo("+10.96.0.10/32");
        }
    }

    @Test
    void aReaderThatIsTooSlowIsNotifiedAndReceivesLaterEvents() throws Exception {
        try (Subscription<RouteEvent> events = subscribe(RouteEvents::ofAddresses);
                RouteClient client = namespace.call(RouteClient::open)) {
            int link = client.createDummy(NAME).index();
            // Far more than the receive buffer of 1 MiB holds, at some 700 bytes each.
            client.apply(IntStream.range(0, 4000)
                    .<AddressChange>mapToObj(i -> new AddressChange.AddAddress(
                            link, Address.parse("10." + (100 + i / 250) + ".0." + (1 + i % 250))))
                    .toList());

            nextThat(events, event -> event instanceof RouteEvent.Lost);
            while (events.next(Duration.ZERO).isPresent()) {
                // what still was in the buffer
            }
            namespace.run("ip", "addr", "add", "10.9.9.9/32", "dev", NAME);

            assertThat(describe(next(events))).isEqualTo("+10.9.9.9/32");
        }
    }

    private Subscription<RouteEvent> subscribe(Callable<Subscription<RouteEvent>> open) throws Exception {
        return namespace.call(open);
    }

    private static RouteEvent next(Subscription<RouteEvent> events) throws NetlinkException {
        return nextThat(events, event -> true);
    }

    private static RouteEvent nextThat(Subscription<RouteEvent> events, Predicate<RouteEvent> isIt)
            throws NetlinkException {
        Optional<RouteEvent> event = events.next(PATIENCE);
        while (event.isPresent() && !isIt.test(event.get())) {
            event = events.next(PATIENCE);
        }
        return event.orElseThrow(() -> new AssertionError("no such event came"));
    }

    private static String describe(RouteEvent event) {
        if (event instanceof RouteEvent.AddressChanged changed) {
            return "+" + text(changed.address());
        }
        return event instanceof RouteEvent.AddressRemoved removed ? "-" + text(removed.address()) : event.toString();
    }

    private static String text(LinkAddress address) {
        return address.address() + "/" + address.prefixLength();
    }
}
