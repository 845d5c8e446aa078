package io.kubeipvs.daemon.kernel.links;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NodeAddressesTest {
    private static final Link ETH0 = new Link(2, "eth0", "", 1);
    private static final Link VIPS = new Link(7, "kube-ipvs0", "dummy", 0);

    private final BlockingQueue<Optional<RouteEvent>> events = new LinkedBlockingQueue<>();
    private final BlockingQueue<Set<Ip>> reported = new LinkedBlockingQueue<>();
    private final AtomicInteger failingLists = new AtomicInteger();

    private final NodeAddresses.Source source = new NodeAddresses.Source() {
        @Override
        public NodeAddresses.Events open() {
            return new FakeEvents();
        }

        @Override
        public LinkAddresses list() throws NetlinkException {
            if (failingLists.getAndDecrement() > 0) {
                throw new NetlinkException("no memory");
            }
            return LinkAddresses.of(List.of(ETH0, VIPS), List.of(on(2, "192.168.1.2"), on(7, "10.96.0.1")));
        }
    };

    @Test
    void vipsNeverBecomeTheNodesWhileListsFail() throws Exception {
        try (NodeAddresses addresses = new NodeAddresses((all, ofLinks) -> reported.add(all), source, 1)) {
            addresses.start(Workers.unobserved());
            assertThat(reported.take()).containsExactly(Ip.parse("192.168.1.2"));
            failingLists.set(2);
            events.add(Optional.of(new RouteEvent.Lost()));
            events.add(Optional.empty());
            event(new RouteEvent.AddressChanged(on(7, "10.96.0.9"), 0));
            assertThat(reported.take()).as("listed again").containsExactly(Ip.parse("192.168.1.2"));
            event(new RouteEvent.AddressChanged(on(2, "192.168.1.3"), 0));
            Set<Ip> next = reported.take();
            assertThat(next).containsExactlyInAnyOrder(Ip.parse("192.168.1.2"), Ip.parse("192.168.1.3"));
        }
    }

    private void event(RouteEvent event) {
        events.add(Optional.of(event));
        events.add(Optional.empty());
    }

    private static LinkAddress on(int link, String text) {
        return new LinkAddress(link, ToNetlink.address(Ip.parse(text)), 24, 0, 0);
    }

    /** The events of all sockets, one after the other; an empty one ends what comes together. */
    private final class FakeEvents implements NodeAddresses.Events {
        @Override
        public Optional<RouteEvent> next(Duration wait) {
            try {
                return Optional.ofNullable(events.poll(1, TimeUnit.MINUTES)).flatMap(event -> event);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }

        @Override
        public void close() {}
    }
}
