package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Subscription;
import io.kubeipvs.netlink.route.RouteClient;
import io.kubeipvs.netlink.route.RouteEvent;
import io.kubeipvs.netlink.route.RouteEvents;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the addresses on the node's links, without the link of the VIPs, on a thread of its own. While they cannot be
 * read the last known addresses stay in force. Events are followed only from a complete list on.
 */
public final class NodeAddresses implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeAddresses.class);
    private static final Duration LONG = Duration.ofHours(1);
    private static final long PAUSE_MILLIS = 1000;

    private final BiConsumer<Set<Ip>, Map<String, Set<Ip>>> onChange;
    private final Source source;
    private final long pauseMillis;
    private LinkAddresses addresses = new LinkAddresses();
    private Events events;
    private Worker worker;
    private boolean closed;

    /** Whether every event since the last list was followed. */
    private boolean isComplete;

    private volatile Optional<Problem> problem = Optional.empty();

    /** The way to the kernel. */
    interface Source {
        Events open() throws NetlinkException;

        LinkAddresses list() throws NetlinkException;
    }

    /** Changes of links and addresses. */
    interface Events extends AutoCloseable {
        Optional<RouteEvent> next(Duration wait) throws NetlinkException;

        @Override
        void close() throws NetlinkException;
    }

    /**
     * @param onChange gets all addresses, and by the name of each link the addresses that stand for the node there, at most
     *     one a family; called at each change, sometimes with the same
     */
    public NodeAddresses(BiConsumer<Set<Ip>, Map<String, Set<Ip>>> onChange) {
        this(onChange, new Kernel(), PAUSE_MILLIS);
    }

    NodeAddresses(BiConsumer<Set<Ip>, Map<String, Set<Ip>>> onChange, Source source, long pauseMillis) {
        this.onChange = onChange;
        this.source = source;
        this.pauseMillis = pauseMillis;
    }

    /**
     * All addresses at this moment, in the network namespace of the calling thread.
     *
     * @throws KernelUnavailableException when they cannot be read
     */
    public static Set<Ip> now() {
        try {
            return new Kernel().list().all();
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
    }

    private static KernelUnavailableException unreadable(NetlinkException e) {
        return new KernelUnavailableException("the node's addresses cannot be read: " + e.getMessage(), e);
    }

    /**
     * Reports the addresses once, and follows them from then on, in the network namespace of the calling thread.
     *
     * @param workers start and supervise the thread
     * @throws KernelUnavailableException when they cannot be read
     */
    public synchronized void start(Workers workers) {
        try {
            reopen();
        } catch (NetlinkException e) {
            throw unreadable(e);
        }
        worker = workers.start("node-addresses", this::run);
    }

    /** Opens the events before the list: a change in between is part of both. */
    private void reopen() throws NetlinkException {
        closeEvents();
        Events opened = source.open();
        synchronized (this) {
            events = opened;
        }
        list();
    }

    private void list() throws NetlinkException {
        isComplete = false;
        addresses = source.list();
        isComplete = true;
        report();
    }

    private void report() {
        onChange.accept(addresses.all(), addresses.ofLinks());
    }

    private void run() throws InterruptedException {
        try {
            while (!isClosed()) {
                attempt();
            }
        } finally {
            isComplete = false; // this worker starts again after a failure, and events may be lost until then
        }
    }

    private void attempt() throws InterruptedException {
        try {
            if (!isComplete) {
                reopen();
            }
            problem = Optional.empty();
            follow();
        } catch (NetlinkException e) {
            isComplete = false;
            if (!isClosed()) {
                report(e);
                Thread.sleep(pauseMillis);
            }
        }
    }

    private void follow() throws NetlinkException {
        Optional<RouteEvent> event = events.next(LONG);
        boolean listAgain = false;
        Set<Ip> before = addresses.all();
        Map<String, Set<Ip>> ofLinksBefore = addresses.ofLinks();
        // Events that come together, as when a link with addresses comes up, are reported together.
        while (event.isPresent()) {
            listAgain |= addresses.follow(event.get());
            event = events.next(Duration.ZERO);
        }
        if (listAgain) {
            list();
        } else if (!addresses.all().equals(before) || !addresses.ofLinks().equals(ofLinksBefore)) {
            report();
        }
    }

    private void report(NetlinkException failure) {
        Optional<Problem> next =
                Optional.of(Problem.of("the node's addresses cannot be read: " + failure.getMessage()));
        if (!next.equals(problem)) {
            problem = next;
            LOG.warn("node_addresses_unreadable_will_retry cause=\"{}\"", failure.getMessage());
        }
    }

    /** Why the addresses cannot be read now; empty = they can. Safe to call from any thread. */
    public List<Problem> problems() {
        return problem.stream().toList();
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

    /** The kernel of the calling thread's network namespace. */
    private static final class Kernel implements Source {
        @Override
        public Events open() throws NetlinkException {
            Subscription<RouteEvent> subscription = RouteEvents.ofLinksAndAddresses();
            return new Events() {
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

        @Override
        public LinkAddresses list() throws NetlinkException {
            try (RouteClient client = RouteClient.open()) {
                return LinkAddresses.of(client.links(), client.addresses());
            }
        }
    }
}
