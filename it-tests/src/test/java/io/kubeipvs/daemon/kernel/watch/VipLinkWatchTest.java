package io.kubeipvs.daemon.kernel.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.kubeipvs.bench.memory.MemoryKernel;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.Await;
import io.kubeipvs.daemon.kernel.MemoryKernels;
import io.kubeipvs.daemon.kernel.NetlinkKernel;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.Address;
import io.kubeipvs.netlink.BatchResult;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.NetlinkProtocol;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.Transport;
import io.kubeipvs.netlink.route.AddressChange;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of our link, over the kernel in memory. */
@Timeout(120)
class VipLinkWatchTest {
    /** {@code RTNLGRP_LINK}, {@code RTNLGRP_IPV4_IFADDR}, {@code RTNLGRP_IPV6_IFADDR}. */
    private static final Integer[] GROUPS = {1, 5, 9};

    private static final int MORE_THAN_THE_KERNEL_KEEPS = 1100;
    private static final String VIP = "10.96.0.1";

    private final MemoryKernel memory = new MemoryKernel();
    private final NetlinkKernel kernel = MemoryKernels.over(memory);
    /** All reports, in their order. */
    private final List<String> reports = new CopyOnWriteArrayList<>();

    private final List<Transport> subscriptions = new CopyOnWriteArrayList<>();
    /** A follower that finds none waits. */
    private final Semaphore permits = new Semaphore(Short.MAX_VALUE);

    private final VipLinkWatch watch = new VipLinkWatch(
            new MemorySockets(),
            kernel::isOwn,
            (ip, isBound) -> report((isBound ? "bound " : "removed ") + ip),
            () -> report("link"));
    private RouteClient other;

    @BeforeEach
    void start() {
        kernel.prepare();
        other = client();
        watch.start(Workers.unobserved());
    }

    @AfterEach
    void end() throws Exception {
        permits.release(1);
        watch.close();
        other.close();
        kernel.close();
    }

    @Test
    void ourOwnIpv4AddressesAreNotReportedAndIpv6OnesAre() {
        bind(VIP);
        bind("fd00::1");
        awaitReports("bound fd00::1");
        assertThat(kernel.apply(List.of(new VipOp.UnbindVip(Ip.parse(VIP)), new VipOp.UnbindVip(Ip.parse("fd00::1")))))
                .containsOnly(new Outcome.Applied());
        awaitReports("bound fd00::1", "removed fd00::1");
    }

    @Test
    void anotherProgramsChangesOfAddressesAreReported() throws Exception {
        bind(VIP);
        int link = other.link(VipLink.NAME).map(Link::index).orElseThrow();
        change(new AddressChange.RemoveAddress(link, Address.parse(VIP)));
        change(new AddressChange.AddAddress(link, Address.parse("192.0.2.1")));
        awaitReports("removed " + VIP, "bound 192.0.2.1");
    }

    @Test
    void otherLinksDoNotMatter() throws Exception {
        Link link = other.createDummy("other");
        change(new AddressChange.AddAddress(link.index(), Address.parse("192.0.2.1")));
        other.deleteLink(link);
        bind("fd00::1");
        awaitReports("bound fd00::1");
    }

    @Test
    void theLinkIsReportedWhenItIsRemovedAndFollowedWhenItIsBack() throws Exception {
        memory.loseLink();
        awaitReports("link");
        kernel.prepare();
        int link = other.link(VipLink.NAME).map(Link::index).orElseThrow();
        change(new AddressChange.AddAddress(link, Address.parse("192.0.2.1")));
        awaitReports("link", "bound 192.0.2.1");
    }

    @Test
    void lostAnnouncementsAreReportedAsAChangeOfTheLink() {
        permits.drainPermits();
        bind("fd00::1");
        Await.until(() -> assertThat(permits.hasQueuedThreads()).isTrue());
        for (int i = 0; i < MORE_THAN_THE_KERNEL_KEEPS; i++) {
            bind("10.97." + i / 200 + "." + (i % 200 + 1));
        }
        permits.release(Short.MAX_VALUE);
        awaitReports("bound fd00::1", "link");
        bind("fd00::2");
        awaitReports("bound fd00::1", "link", "bound fd00::2");
    }

    @Test
    void whatHappensWhileItsSocketIsBrokenIsUnknownAfterTheNextOneIsOpen() throws Exception {
        bind(VIP);
        subscriptions.get(0).close();
        memory.loseAddress();
        awaitReports("link");
        assertThat(subscriptions).hasSize(2);
        bind("fd00::1");
        awaitReports("link", "bound fd00::1");
    }

    private void report(String report) {
        permits.acquireUninterruptibly();
        reports.add(report);
    }

    private void awaitReports(String... expected) {
        Await.until(() -> assertThat(reports).containsExactly(expected));
    }

    private void bind(String vip) {
        assertThat(kernel.apply(List.of(new VipOp.BindVip(Ip.parse(vip))))).containsExactly(new Outcome.Applied());
    }

    private void change(AddressChange change) throws NetlinkException {
        assertThat(other.apply(List.of(change))).containsExactly(new BatchResult.Accepted());
    }

    private RouteClient client() {
        return RouteClient.over(memory.transport(NetlinkProtocol.ROUTE));
    }

    private final class MemorySockets implements VipLinkWatch.Sockets {
        @Override
        public Subscription<RouteEvent> events() {
            Transport transport = memory.transport(NetlinkProtocol.ROUTE, GROUPS);
            subscriptions.add(transport);
            return RouteEvents.over(transport);
        }

        @Override
        public RouteClient client() {
            return VipLinkWatchTest.this.client();
        }
    }
}
