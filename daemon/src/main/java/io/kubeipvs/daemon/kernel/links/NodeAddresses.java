package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the addresses on the node's links, that of the VIPs left out, on a thread of its own. When the way to the
 * kernel breaks, what was heard last stays in force and it is tried again.
 */
public final class NodeAddresses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAddresses.class);
    private static final Duration LONG = Duration.ofHours(1);
    private static final long PAUSE_MILLIS = 1000;

    private final BiConsumer<Set<Ip>, Map<String, Set<Ip>>> onChange;
    private final LinkAddresses addresses = new LinkAddresses();
    private Subscription<RouteEvent> events;
    private Worker worker;
    private boolean closed;

    /** Whether an earlier run of the worker failed, so that events may be lost. */
    private boolean stale;

    /**
     * @param onChange told each time all addresses, and by the name of each link those that stand for the node there, at
     *     most one a family; the same may be told twice
     */
    public NodeAddresses(BiConsumer<Set<Ip>, Map<String, Set<Ip>>> onChange) {
        this.onChange = onChange;
    }

    /**
     * All addresses at this moment, in the network namespace of the calling thread.
     *
     * @throws KernelUnavailableException when they cannot be read
     */
    public static Set<Ip> now() {
        LinkAddresses addresses = new LinkAddresses();
        try (RouteClient client = RouteClient.open()) {
            addresses.list(client);
            return addresses.all();
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    private static KernelUnavailableException unreadable(NetlinkException e) {
        return new KernelUnavailableException("the node's addresses cannot be read: " + e.getMessage(), e);
    }

    /**
     * Tells the addresses once, and follows them from then on, in the network namespace of the calling thread.
     *
     * @param workers start and supervise the thread
     * @throws KernelUnavailableException when they cannot be read
     */
    public synchronized void start(Workers workers) {
        try {
            open();
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
        worker = workers.start("node-addresses", this::run);
    }

    private void open() throws NetlinkException {
        Subscription<RouteEvent> opened = RouteEvents.ofLinksAndAddresses();
        synchronized (this) {
            events = opened;
        }
        list();
    }

    private void list() throws NetlinkException {
        try (RouteClient client = RouteClient.open()) {
            addresses.list(client);
        }
        tell();
    }

    private void tell() {
        onChange.accept(addresses.all(), addresses.ofLinks());
    }

    private void run() throws InterruptedException {
        if (stale) {
            reopen();
        }
        stale = true;
        while (!isClosed()) {
            try {
                follow();
            } catch (NetlinkException e) {
                retry(e);
            }
        }
    }

    private void follow() throws NetlinkException {
        Optional<RouteEvent> event = events.next(LONG);
        boolean listAgain = false;
        Set<Ip> before = addresses.all();
        Map<String, Set<Ip>> ofLinksBefore = addresses.ofLinks();
        // What comes in one go, as when a link with addresses comes up, is told in one go.
        while (event.isPresent()) {
            listAgain |= addresses.follow(event.get());
            event = events.next(Duration.ZERO);
        }
        if (listAgain) {
            list();
        } else if (!addresses.all().equals(before) || !addresses.ofLinks().equals(ofLinksBefore)) {
            tell();
        }
    }

    private void retry(NetlinkException cause) throws InterruptedException {
        if (isClosed()) {
            return;
        }
        LOG.warn("node_addresses_unreadable_will_retry cause=\"{}\"", cause.getMessage());
        Thread.sleep(PAUSE_MILLIS);
        reopen();
    }

    private void reopen() {
        try {
            closeEvents();
            open();
        } catch (NetlinkException e) {
            LOG.debug("node_addresses_not_reopened", e); // the next read fails and retries
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (worker != null) {
            worker.stop();
        }
        closeEvents();
    }

    private synchronized void closeEvents() {
        try {
            if (events != null) {
                events.close();
            }
        } catch (NetlinkException e) {
            LOG.debug("netlink_socket_not_closed", e);
        }
    }
}
