package io.kubeipvs.daemon.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.CapturedLog;
import io.kubeipvs.daemon.kernel.Fault;
import io.kubeipvs.daemon.kernel.FaultyTransports;
import io.kubeipvs.daemon.kernel.NetlinkFamily;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import io.kubeipvs.netlink.sockdiag.SocketDiagClient;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a netlink socket while the node's addresses (rtnetlink) and the ports of its processes (sock_diag) are
 * read: the last known are in force, the trouble is shown and logged once, and the next good answer ends it.
 */
@Timeout(60)
class NodeFaultsTest {
    /** The answer need not show that something is wrong. */
    private static final Set<Fault> INVISIBLE = EnumSet.of(Fault.REORDERED_ANSWERS, Fault.EMPTY_LIST);

    private final MemoryKernel memory = new MemoryKernel();
    private final FaultyTransports transports = new FaultyTransports(memory);
    private final AtomicBoolean isDead = new AtomicBoolean();

    static Stream<Fault> faults() {
        return Stream.of(Fault.values()).filter(fault -> !INVISIBLE.contains(fault));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void portsOfProcesses(Fault fault) {
        AtomicInteger readings = new AtomicInteger();
        NodeListeners.Opener opener = () -> SocketDiagClient.over(transports.open(NetlinkProtocol.SOCK_DIAG));
        try (CapturedLog log = new CapturedLog();
                NodeListeners listeners =
                        new NodeListeners(ports -> readings.incrementAndGet(), opener, Duration.ofMillis(1))) {
            transports.arm(new FaultyTransports.Plan(fault, NetlinkFamily.SOCK_DIAG, 0, Long.MAX_VALUE));
            listeners.start(Workers.unobserved());
            assertThat(listeners.problems())
                    .singleElement()
                    .extracting(Problem::cause)
                    .asString()
                    .startsWith("the ports of the node's processes cannot be read: ");
            Await.until(() -> assertThat(transports.hits()).isGreaterThan(3));
            assertThat(readings).hasValue(0);
            transports.disarm();
            Await.until(() -> assertThat(readings.get()).isPositive());
            Await.until(() -> assertThat(listeners.problems()).isEmpty());
            assertThat(log.lines("node_listeners_unreadable_will_retry")).hasSize(1);
        }
        Await.until(() -> assertThat(transports.opened()).as("open sockets").isZero());
    }

    @ParameterizedTest
    @MethodSource("faults")
    void addresses(Fault fault) {
        AtomicReference<Set<Ip>> known = new AtomicReference<>();
        try (CapturedLog log = new CapturedLog();
                NodeAddresses addresses = new NodeAddresses((all, ofLinks) -> known.set(all), new Source(), 1)) {
            addresses.start(Workers.unobserved());
            assertThat(known.get()).contains(Ip.parse("192.168.1.2"));
            transports.arm(new FaultyTransports.Plan(fault, NetlinkFamily.RTNETLINK, 0, Long.MAX_VALUE));
            isDead.set(true);
            Await.until(() -> assertThat(addresses.problems())
                    .singleElement()
                    .extracting(Problem::cause)
                    .asString()
                    .startsWith("the node's addresses cannot be read: "));
            Await.until(() -> assertThat(transports.hits()).isGreaterThan(3));
            assertThat(known.get()).as("the last known").contains(Ip.parse("192.168.1.2"));
            known.set(Set.of());
            transports.disarm();
            Await.until(() -> assertThat(known.get()).contains(Ip.parse("192.168.1.2")));
            Await.until(() -> assertThat(addresses.problems()).isEmpty());
            assertThat(log.lines("node_addresses_unreadable_will_retry")).hasSizeBetween(1, 2);
        }
        Await.until(() -> assertThat(transports.opened()).as("open sockets").isZero());
    }

    /** The real clients; the socket of the announcements dies once. */
    private final class Source implements NodeAddresses.Source {
        @Override
        public NodeAddresses.Events open() {
            Subscription<RouteEvent> events = RouteEvents.over(memory.transport(NetlinkProtocol.ROUTE));
            return new NodeAddresses.Events() {
                @Override
                public Optional<RouteEvent> next(Duration wait) throws NetlinkException {
                    if (isDead.getAndSet(false)) {
                        throw new NetlinkException("recvmsg: EBADF");
                    }
                    return events.next(Duration.ofMillis(5));
                }

                @Override
                public void close() throws NetlinkException {
                    events.close();
                }
            };
        }

        @Override
        public LinkAddresses list() throws NetlinkException {
            try (RouteClient client = RouteClient.over(transports.open(NetlinkProtocol.ROUTE))) {
                return LinkAddresses.of(client.links(), client.addresses());
            }
        }
    }
}
