package io.kubeipvs.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.netfilter.NftFamily;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.NftablesMonitor;
import io.kubeipvs.netlink.nftables.NftablesMonitor.Event;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The events of the kernel in memory. {@code NftablesMonitorKernelIT} and {@code RouteEventsKernelIT} show the same of
 * a real kernel.
 */
class MemoryEventsTest {
    private static final NftTable TABLE = NftTable.of(NftFamily.IP, "kube");
    private static final NftSet VIPS = NftSet.of(TABLE.key(), "vips", DataType.IPV4_ADDR);

    private final MemoryKernel kernel = new MemoryKernel();
    private NftablesClient client;

    @BeforeEach
    void open() {
        client = NftablesClient.over(kernel.transport(NetlinkProtocol.NETFILTER));
    }

    @AfterEach
    void close() throws Exception {
        client.close();
    }

    @Test
    void aTransactionNamesItsTableItsRequesterAndItsGeneration() throws Exception {
        try (NftablesMonitor monitor = monitor()) {
            create();
            add(IntStream.range(0, 500));
            Event changed = new Event.TableChanged(TABLE.key(), client.portId());
            int generation = client.generation();
            assertThat(all(monitor))
                    .containsExactly(
                            changed,
                            new Event.Generation(generation - 1, client.portId(), "bench"),
                            changed,
                            new Event.Generation(generation, client.portId(), "bench"));
        }
    }

    @Test
    void aTransactionThatChangesNothingIsNoGeneration() throws Exception {
        create();
        add(IntStream.of(1));
        int generation = client.generation();
        try (NftablesMonitor monitor = monitor()) {
            add(IntStream.of(1));
            assertThat(all(monitor)).isEmpty();
        }
        assertThat(client.generation()).isEqualTo(generation);
    }

    @Test
    void aReaderThatIsTooSlowIsNotifiedAndReceivesLaterEvents() throws Exception {
        create();
        try (NftablesMonitor monitor = monitor()) {
            for (int i = 0; i < 1000; i++) {
                add(IntStream.of(i));
            }
            assertThat(all(monitor)).contains(new Event.Lost());
            add(IntStream.of(1000));
            assertThat(all(monitor)).contains(new Event.TableChanged(TABLE.key(), client.portId()));
        }
    }

    @Test
    void onlyIpv4AddressesNameTheirRequester() throws Exception {
        try (RouteClient links = RouteClient.over(kernel.transport(NetlinkProtocol.ROUTE));
                Subscription<RouteEvent> events = RouteEvents.over(kernel.transport(
                        NetlinkProtocol.ROUTE,
                        Announcements.LINKS,
                        Announcements.IPV4_ADDRESSES,
                        Announcements.IPV6_ADDRESSES))) {
            Link link = links.createDummy("kube-ipvs0");
            assertThat(links.apply(List.of(
                            new AddressChange.AddAddress(link.index(), Address.parse("10.96.0.1")),
                            new AddressChange.AddAddress(link.index(), Address.parse("fd00::1")))))
                    .containsOnly(new BatchResult.Accepted());
            assertThat(((RouteEvent.LinkChanged) next(events)).requester()).isZero();
            assertThat(((RouteEvent.AddressChanged) next(events)).requester()).isEqualTo(links.portId());
            assertThat(((RouteEvent.AddressChanged) next(events)).requester()).isZero();
            links.deleteLink(link);
            assertThat(((RouteEvent.AddressRemoved) next(events)).requester()).isZero();
        }
    }

    private NftablesMonitor monitor() {
        return NftablesMonitor.over(kernel.transport(NetlinkProtocol.NETFILTER, Announcements.NFTABLES), port -> false);
    }

    private void create() {
        commit(new NftChange.PutTable(TABLE, NftChange.Put.CREATE), new NftChange.PutSet(VIPS, NftChange.Put.CREATE));
    }

    private void add(IntStream numbers) {
        List<NftElement> elements = numbers.mapToObj(
                        i -> NftElement.of(Address.parse("10.96." + i / 250 + "." + i % 250)))
                .toList();
        commit(new NftChange.PutElements(VIPS, elements, NftChange.Put.ADD));
    }

    private void commit(NftChange... changes) {
        assertThat(client.apply(List.of(changes))).isEqualTo(new NftResult.Committed());
    }

    private static List<Event> all(NftablesMonitor monitor) throws NetlinkException {
        List<Event> events = new ArrayList<>();
        Optional<Event> next = monitor.next(Duration.ZERO);
        while (next.isPresent()) {
            events.add(next.get());
            next = monitor.next(Duration.ZERO);
        }
        return events;
    }

    private static RouteEvent next(Subscription<RouteEvent> events) throws NetlinkException {
        return events.next(Duration.ZERO).orElseThrow();
    }
}
