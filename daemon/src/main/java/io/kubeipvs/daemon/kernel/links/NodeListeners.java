package io.kubeipvs.daemon.kernel.links;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Listener;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.core.model.SpecialUse;
import io.kubeipvs.daemon.kernel.translation.FromNetlink;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.sockdiag.ListeningSocket;
import io.kubeipvs.netlink.sockdiag.SocketDiagClient;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads now and then on which ports processes of the node wait for clients. The kernel does not announce sockets. While
 * they cannot be read, the last known ports stay in force.
 */
public final class NodeListeners implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeListeners.class);
    private static final String FIX = "modprobe tcp_diag; modprobe udp_diag";
    private static final Duration PERIOD = Duration.ofSeconds(30);

    /** UDP clients have such sockets too, with ports from here on ({@code net.ipv4.ip_local_port_range}). */
    private static final int FIRST_CLIENT_PORT = 32_768;

    private static final Set<Optional<SpecialUse>> REACHABLE =
            Set.of(Optional.empty(), Optional.of(SpecialUse.UNSPECIFIED));

    private final Consumer<Set<Listener>> onRead;
    private final Opener opener;
    private final Duration period;
    private Optional<Worker> worker = Optional.empty();
    private volatile Optional<Problem> problem = Optional.empty();

    /** Opens the way to the kernel, in the network namespace of the calling thread. */
    interface Opener {
        SocketDiagClient open() throws NetlinkException;
    }

    /** @param onRead gets the ports after each reading; most of the time the same */
    public NodeListeners(Consumer<Set<Listener>> onRead) {
        this(onRead, SocketDiagClient::open, PERIOD);
    }

    NodeListeners(Consumer<Set<Listener>> onRead, Opener opener, Duration period) {
        this.onRead = onRead;
        this.opener = opener;
        this.period = period;
    }

    /** Reads them once, and from then on every half minute. */
    public void start(Workers workers) {
        read();
        worker = Optional.of(workers.start("node-listeners", this::readOn));
    }

    private void readOn() throws InterruptedException {
        while (true) {
            Thread.sleep(period.toMillis());
            read();
        }
    }

    /** With a socket for each reading: nothing stays broken, and nothing is open in between. */
    private void read() {
        try (SocketDiagClient client = opener.open()) {
            onRead.accept(listeners(client.listening()));
            problem = Optional.empty();
        } catch (NetlinkException e) {
            report(e);
        }
    }

    static Set<Listener> listeners(List<ListeningSocket> sockets) {
        Set<Listener> listeners = new HashSet<>();
        for (ListeningSocket socket : sockets) {
            Protocol protocol = socket.protocol() == Protocol.UDP.number() ? Protocol.UDP : Protocol.TCP;
            Listener listener = new Listener(protocol, FromNetlink.ip(socket.address()), socket.port());
            boolean isClient = protocol == Protocol.UDP && socket.port() >= FIRST_CLIENT_PORT;
            if (!isClient && REACHABLE.contains(listener.address().specialUse())) {
                listeners.add(listener);
            }
        }
        return listeners;
    }

    private void report(NetlinkException failure) {
        Optional<Problem> next = Optional.of(
                new Problem("the ports of the node's processes cannot be read: " + failure.getMessage(), FIX));
        if (!next.equals(problem)) {
            problem = next;
            LOG.warn(
                    "node_listeners_unreadable_will_retry cause=\"{}\" fix=\"{}\""
                            + " effect=\"a Service can request a port of the node as an external address\"",
                    failure.getMessage(),
                    FIX);
        }
    }

    /** Why the ports cannot be read now; empty = they can. Safe to call from any thread. */
    public List<Problem> problems() {
        return problem.stream().toList();
    }

    @Override
    public void close() {
        worker.ifPresent(Worker::stop);
    }
}
