package io.kubeipvs.daemon.kernel.watch;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.kernel.links.VipLink;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.route.Link;
import io.kubeipvs.netlink.route.LinkAddress;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;

/**
 * Notices when our dummy link or its addresses change. The kernel does not name the program that changed an IPv6 address
 * or a link, so some of these changes are our own.
 */
public final class VipLinkWatch implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final int NONE = 0;

    private final Sockets sockets;
    private final IntPredicate isOwn;
    private final BiConsumer<Ip, Boolean> onVip;
    private final Runnable onLink;
    private final EventFollower<RouteEvent> follower;
    private volatile int index = NONE;

    /** Opens the ways to the kernel, in the network namespace of the calling thread. */
    interface Sockets {
        Subscription<RouteEvent> events() throws NetlinkException;

        RouteClient client() throws NetlinkException;
    }

    private static final class NativeSockets implements Sockets {
        @Override
        public Subscription<RouteEvent> events() throws NetlinkException {
            return RouteEvents.ofLinksAndAddresses();
        }

        @Override
        public RouteClient client() throws NetlinkException {
            return RouteClient.open();
        }
    }

    /**
     * @param isOwn whether a port id is that of one of our own sockets
     * @param onVip called with an address that was bound to the link (true) or removed from it (false)
     * @param onLink called when the link was removed, or when changes of it may be unknown
     */
    public VipLinkWatch(IntPredicate isOwn, BiConsumer<Ip, Boolean> onVip, Runnable onLink) {
        this(new NativeSockets(), isOwn, onVip, onLink);
    }

    VipLinkWatch(Sockets sockets, IntPredicate isOwn, BiConsumer<Ip, Boolean> onVip, Runnable onLink) {
        this.sockets = sockets;
        this.isOwn = isOwn;
        this.onVip = onVip;
        this.onLink = onLink;
        this.follower =
                new EventFollower<>("link-events", this::open, event -> event.on(new Follower()), onLink, PAUSE);
    }

    /**
     * Follows the link in the network namespace of the calling thread.
     *
     * @throws KernelUnavailableException when it cannot be followed
     */
    public void start(Workers workers) {
        try {
            follower.start(workers);
        } catch (NetlinkException e) {
            throw new KernelUnavailableException("changes of links cannot be followed: " + e.getMessage(), e);
        }
    }

    /** The link is looked up after the socket is open: no change comes in between. */
    private EventFollower.Source<RouteEvent> open() throws NetlinkException {
        Subscription<RouteEvent> subscription = sockets.events();
        try (RouteClient client = sockets.client()) {
            index = client.link(VipLink.NAME).map(Link::index).orElse(NONE);
        } catch (NetlinkException e) {
            subscription.close();
            throw e;
        }
        return new EventFollower.Source<>() {
            @Override
            public Optional<RouteEvent> next(Duration wait) throws NetlinkException {
                return subscription.next(wait);
            }

            @Override
            public void close() throws NetlinkException {
                subscription.close();
            }
        };
    }

    /** Why changes cannot be followed now; empty = they can. Safe to call from any thread. */
    public List<Problem> problems() {
        return follower.problems();
    }

    @Override
    public void close() {
        follower.close();
    }

    private final class Follower implements RouteEvent.Cases<Void> {
        @Override
        public Void linkChanged(RouteEvent.LinkChanged event) {
            if (event.link().name().equals(VipLink.NAME)) {
                index = event.link().index();
            } else if (event.link().index() == index) {
                index = NONE; // it got another name
                onLink.run();
            }
            return null;
        }

        @Override
        public Void linkRemoved(RouteEvent.LinkRemoved event) {
            if (event.link().index() == index) {
                index = NONE;
                onLink.run();
            }
            return null;
        }

        @Override
        public Void addressChanged(RouteEvent.AddressChanged event) {
            report(event.address(), event.requester(), true);
            return null;
        }

        @Override
        public Void addressRemoved(RouteEvent.AddressRemoved event) {
            report(event.address(), event.requester(), false);
            return null;
        }

        @Override
        public Void lost(RouteEvent.Lost event) {
            onLink.run();
            return null;
        }

        private void report(LinkAddress address, int requester, boolean isBound) {
            Ip ip = FromNetlink.ip(address.address());
            if (address.linkIndex() == index
                    && !isOwn.test(requester)
                    && ip.specialUse().isEmpty()) {
                onVip.accept(ip, isBound);
            }
        }
    }
}
