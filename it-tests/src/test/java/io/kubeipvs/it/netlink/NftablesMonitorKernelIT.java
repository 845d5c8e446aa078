package io.kubeipvs.it.netlink;

import static io.kubeipvs.netlink.nftables.NftChange.Put.ADD;
import static io.kubeipvs.netlink.nftables.NftChange.Put.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftChange.PutElements;
import io.kubeipvs.netlink.nftables.NftChange.PutSet;
import io.kubeipvs.netlink.nftables.NftChange.PutTable;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftEvent;
import io.kubeipvs.netlink.nftables.NftEvents;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.NftablesMonitor;
import io.kubeipvs.netlink.nftables.NftablesMonitor.Event;
import io.kubeipvs.netlink.sys.NativeTransport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * The events of a real kernel about transactions. Needs nf_tables and namespaces, and no program besides {@code ip}.
 */
class NftablesMonitorKernelIT extends NftablesNamespace {
    /** {@code NFNLGRP_NFTABLES}. */
    private static final int GROUP = 7;

    private static final NftSet VIPS = set(TABLE, "vips", DataType.IPV4_ADDR);

    @Test
    void aTransactionNamesItsTableItsRequesterAndItsGeneration() throws Exception {
        try (NftablesMonitor monitor = monitor()) {
            create();
            commit(new PutElements(VIPS, elements(0, 3000), ADD));

            int generation = client.generation();
            assertThat(all(monitor)).containsExactly(changed(), made(generation - 1), changed(), made(generation));
        }
    }

    @Test
    void theMonitorAndTheDetailedEventsAgree() throws Exception {
        try (NftablesMonitor monitor = monitor();
                Subscription<NftEvent> detailed = namespace.call(NftEvents::open)) {
            create();

            assertThat(all(monitor)).containsExactly(changed(), made(client.generation()));
            assertThat(detailed.next(Duration.ZERO))
                    .contains(new NftEvent.Put(NftEvent.Kind.TABLE, TABLE.key(), "kube"));
            assertThat(detailed.next(Duration.ZERO)).contains(new NftEvent.Put(NftEvent.Kind.SET, TABLE.key(), "vips"));
            assertThat(detailed.next(Duration.ZERO))
                    .containsInstanceOf(NftEvent.Generation.class)
                    .hasValueSatisfying(event -> assertThat(((NftEvent.Generation) event).requester())
                            .isEqualTo(client.portId()));
        }
    }

    @Test
    void aTransactionThatChangesNothingIsNoGeneration() throws Exception {
        create();
        commit(new PutElements(VIPS, elements(0, 1), ADD));
        int generation = client.generation();
        try (NftablesMonitor monitor = monitor()) {
            commit(new PutElements(VIPS, elements(0, 1), ADD));
            assertThat(all(monitor)).isEmpty();
        }
        assertThat(client.generation()).isEqualTo(generation);
    }

    @Test
    void ownTransactionsAreSkippedAndThoseOfOthersAreNot() throws Exception {
        int own = client.portId();
        try (NftablesMonitor monitor = namespace.call(() -> NftablesMonitor.open(port -> port == own));
                NftablesClient another = namespace.call(NftablesClient::open)) {
            create();
            another.apply(List.of(new PutElements(VIPS, elements(0, 1), ADD)));

            int generation = client.generation();
            assertThat(another.portId()).isNotEqualTo(own);
            assertThat(all(monitor))
                    .containsExactly(
                            made(generation - 1),
                            new Event.TableChanged(TABLE.key(), another.portId()),
                            new Event.Generation(generation, another.portId(), threadName()));
        }
    }

    @Test
    void keepsATransactionOfManyElementsUntilItIsRead() throws Exception {
        create();
        try (NftablesMonitor monitor = monitor()) {
            commit(new PutElements(VIPS, elements(0, 60_000), ADD));
            assertThat(all(monitor)).containsExactly(changed(), made(client.generation()));
        }
    }

    @Test
    void aReaderThatIsTooSlowIsNotifiedAndReceivesLaterEvents() throws Exception {
        create();
        int smallBuffer = 64 * 1024;
        try (NftablesMonitor monitor = namespace.call(() -> NftablesMonitor.over(
                NativeTransport.open(smallBuffer, NetlinkProtocol.NETFILTER, GROUP), port -> false))) {
            commit(new PutElements(VIPS, elements(0, 3000), ADD));
            assertThat(all(monitor)).contains(new Event.Lost());

            commit(new PutElements(VIPS, elements(3000, 3001), ADD));
            assertThat(all(monitor)).containsExactly(changed(), made(client.generation()));
        }
    }

    private NftablesMonitor monitor() throws Exception {
        return namespace.call(() -> NftablesMonitor.open(port -> false));
    }

    private void create() {
        commit(new PutTable(TABLE, CREATE), new PutSet(VIPS, CREATE));
    }

    private Event changed() {
        return new Event.TableChanged(TABLE.key(), client.portId());
    }

    /** The kernel names the thread, which is the one of the test. */
    private Event made(int generation) throws Exception {
        return new Event.Generation(generation, client.portId(), threadName());
    }

    private static String threadName() throws IOException {
        return Files.readString(Path.of("/proc/thread-self/comm")).strip();
    }

    private static List<NftElement> elements(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i ->
                        NftElement.of(Address.parse("10." + (96 + i / 65536) + "." + i / 256 % 256 + "." + i % 256)))
                .toList();
    }

    /** All events that wait: the kernel announces before it acknowledges. */
    private static List<Event> all(NftablesMonitor monitor) throws NetlinkException {
        List<Event> events = new ArrayList<>();
        Optional<Event> next = monitor.next(Duration.ZERO);
        while (next.isPresent()) {
            events.add(next.get());
            next = monitor.next(Duration.ZERO);
        }
        return events;
    }
}
