package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.MonotonicClock;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.SyscallException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One kube-ipvs at a time works on a network namespace: the one that has a port id of netlink which all of them try to
 * get. It needs no file, so programs in different containers notice each other, and it is gone with its holder. A second
 * program asks the holder, and ends when that answers. The holder notices the question, and reports it. Safe for use by many
 * threads; opened in the network namespace of the calling thread.
 */
public final class NodeLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NodeLock.class);

    /** "kipv" in ASCII, above all process ids. */
    static final int PORT_ID = 0x6b697076;

    private static final String FIX = "keep one on this node: kubectl get pods -A -o wide, systemctl list-units, and ps"
            + " show where each comes from";

    /** After this time without an answer the holder of the port id is no kube-ipvs, or one that will never work again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration ANSWER = Duration.ofSeconds(1);
    private static final Duration RETRY = Duration.ofSeconds(10);

    /** kubelet starts a container that ends at once again after 5 minutes at most. */
    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    private final String self;
    private final LockPort.Opener ports;
    private final MonotonicClock clock;
    private Optional<LockPort> port;
    private Optional<Problem> problem;
    private Optional<Worker> worker = Optional.empty();
    private Instant secondUntil = Instant.MIN;
    private String second = "";
    private boolean closed;

    /** Another kube-ipvs works on this node; the message is its description of itself. */
    public static final class HeldException extends Exception {
        HeldException(String holder) {
            super(holder);
        }
    }

    private NodeLock(
            String self,
            LockPort.Opener ports,
            MonotonicClock clock,
            Optional<LockPort> port,
            Optional<Problem> problem) {
        this.self = self;
        this.ports = ports;
        this.clock = clock;
        this.port = port;
        this.problem = problem;
    }

    /**
     * Takes it. Where that is impossible because another program has the port id and does not answer, there is no lock.
     *
     * @param self the description of this program for others, for instance {@code run, version 0.1.0, process 7}; a command
     *     that begins with {@code run} is reported by the holder
     */
    public static NodeLock take(String self) throws HeldException {
        return take(self, LockPort::ofKernel, MonotonicClock.SYSTEM, PATIENCE);
    }

    static NodeLock take(String self, LockPort.Opener ports, MonotonicClock clock, Duration patience)
            throws HeldException {
        Instant deadline = clock.instant().plus(patience);
        try {
            while (true) {
                Optional<LockPort> port = open(ports);
                if (port.isPresent()) {
                    return new NodeLock(self, ports, clock, port, Optional.empty());
                }
                Optional<String> holder = ask(self, ports);
                if (holder.isPresent()) {
                    throw new HeldException(holder.get());
                }
                if (clock.instant().isAfter(deadline)) {
                    return none(
                            self,
                            ports,
                            clock,
                            "another program has netlink port " + PORT_ID + " and does not answer as kube-ipvs does");
                }
            }
        } catch (NetlinkException e) {
            return none(self, ports, clock, e.getMessage());
        }
    }

    private static Optional<LockPort> open(LockPort.Opener ports) throws NetlinkException {
        try {
            return Optional.of(ports.open(PORT_ID));
        } catch (SyscallException e) {
            if (e.errno().equals(Errno.EADDRINUSE)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** The holder's description of itself; empty if it does not answer, or is gone. */
    private static Optional<String> ask(String self, LockPort.Opener ports) throws NetlinkException {
        try (LockPort port = ports.open(0)) {
            if (!isSent(port, self)) {
                return Optional.empty();
            }
            return port.receive(ANSWER)
                    .filter(letter -> letter.from() == PORT_ID)
                    .map(LockPort.Letter::text);
        }
    }

    /** Returns whether there is a holder. One that is full of questions has ours, or will not read it. */
    private static boolean isSent(LockPort port, String self) throws NetlinkException {
        try {
            port.send(PORT_ID, self);
            return true;
        } catch (SyscallException e) {
            if (e.errno().equals(Errno.ECONNREFUSED)) {
                return false;
            }
            if (e.errno().equals(Errno.EAGAIN)) {
                return true;
            }
            throw e;
        }
    }

    private static NodeLock none(String self, LockPort.Opener ports, MonotonicClock clock, String cause) {
        String fix = "end that program: ss -f netlink -p | grep " + PORT_ID;
        LOG.warn(
                "no_lock cause=\"{}\" effect=\"nothing prevents a second kube-ipvs on this node\" fix=\"{}\"",
                cause,
                fix);
        Problem problem = new Problem("nothing prevents a second kube-ipvs on this node: " + cause, fix);
        return new NodeLock(self, ports, clock, Optional.empty(), Optional.of(problem));
    }

    /** Starts to answer others, on a thread of its own; and to try again where there is no lock. */
    public synchronized void answer(Workers workers) {
        worker = Optional.of(workers.start("run-lock", this::work));
    }

    private void work() throws InterruptedException {
        while (!isClosed()) {
            try {
                Optional<LockPort> open = current();
                if (open.isPresent()) {
                    serve(open.get());
                } else {
                    Thread.sleep(RETRY.toMillis());
                }
            } catch (NetlinkException e) {
                if (!isClosed()) {
                    LOG.debug("lock_not_served", e);
                    Thread.sleep(RETRY.toMillis());
                }
            }
        }
    }

    private synchronized Optional<LockPort> current() throws NetlinkException {
        if (port.isEmpty() && !closed) {
            port = open(ports);
            if (port.isPresent()) {
                problem = Optional.empty();
                LOG.info("lock_taken");
            }
        }
        return port;
    }

    private void serve(LockPort open) throws NetlinkException {
        Optional<LockPort.Letter> letter = open.receive(RETRY);
        forget();
        if (letter.isEmpty() || letter.get().from() == 0) {
            return;
        }
        if (letter.get().text().startsWith("run")) {
            notice(letter.get().text());
        }
        try {
            open.send(letter.get().from(), self);
        } catch (SyscallException e) {
            LOG.debug("lock_question_not_answered", e); // its sender is gone
        }
    }

    private synchronized void notice(String other) {
        if (second.isEmpty()) {
            LOG.warn(
                    "second_kube_ipvs second=\"{}\" cause=\"another kube-ipvs was started on this node\""
                            + " effect=\"it ended, and this one continues\" fix=\"{}\"",
                    other,
                    FIX);
        }
        second = other;
        secondUntil = clock.instant().plus(REMEMBERED);
    }

    private synchronized void forget() {
        if (!second.isEmpty() && clock.instant().isAfter(secondUntil)) {
            second = "";
            LOG.info(
                    "second_kube_ipvs_gone effect=\"it was not started again for {} minutes\"", REMEMBERED.toMinutes());
        }
    }

    /** Why there is no lock, and that another program wanted it in the last minutes; empty = all is well. */
    public synchronized List<Problem> problems() {
        Optional<Problem> other = Optional.of(second)
                .filter(text -> !text.isEmpty())
                .map(text -> new Problem("another kube-ipvs was started on this node and ended: " + text, FIX));
        return Stream.of(problem, other).flatMap(Optional::stream).toList();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        worker.ifPresent(Worker::stop);
        port.ifPresent(LockPort::close);
    }
}
