package io.kubeipvs.daemon.kernel.watch;

import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.daemon.work.Worker;
import io.kubeipvs.daemon.work.Workers;
import io.kubeipvs.netlink.ClosedException;
import io.kubeipvs.netlink.NetlinkException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows announcements of the kernel on a thread of its own. If they cannot be followed, it opens a new socket after a
 * pause. What happened meanwhile is unknown, and reported as such once the new socket is open: nothing is missed after that.
 *
 * @param <E> an announcement
 */
final class EventFollower<E> implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventFollower.class);
    /** After this time without a failure a new socket counts as good. */
    private static final Duration CALM = Duration.ofSeconds(10);

    private final String name;
    private final Opener<E> opener;
    private final Consumer<E> onEvent;
    private final Runnable onUnknown;
    private final Duration pause;
    private Optional<Source<E>> source = Optional.empty();
    private Optional<Worker> worker = Optional.empty();
    private boolean closed;
    private volatile Optional<Problem> problem = Optional.empty();

    /** Opens the way to the kernel, in the network namespace of the calling thread. */
    interface Opener<E> {
        Source<E> open() throws NetlinkException;
    }

    /** Announcements. Any thread may close it. */
    interface Source<E> extends AutoCloseable {
        Optional<E> next(Duration wait) throws NetlinkException;

        @Override
        void close() throws NetlinkException;
    }

    /**
     * @param name of the thread, and in the log
     * @param onUnknown called when announcements may be missing
     * @param pause before a new attempt
     */
    EventFollower(String name, Opener<E> opener, Consumer<E> onEvent, Runnable onUnknown, Duration pause) {
        this.name = name;
        this.opener = opener;
        this.onEvent = onEvent;
        this.onUnknown = onUnknown;
        this.pause = pause;
    }

    /**
     * Opens the socket, and follows it from then on.
     *
     * @throws NetlinkException when it cannot be opened; then nothing is started
     */
    synchronized void start(Workers workers) throws NetlinkException {
        source = Optional.of(opener.open());
        worker = Optional.of(workers.start(name, this::run));
    }

    private void run() throws InterruptedException {
        while (!isClosed()) {
            try {
                follow(current());
            } catch (NetlinkException e) {
                closeSource();
                if (!isClosed()) {
                    report(e);
                    Thread.sleep(pause.toMillis());
                }
            }
        }
    }

    private Source<E> current() throws NetlinkException {
        Optional<Source<E>> open = source();
        if (open.isPresent()) {
            return open.get();
        }
        Source<E> again = reopen();
        onUnknown.run();
        return again;
    }

    private synchronized Optional<Source<E>> source() {
        return source;
    }

    private synchronized Source<E> reopen() throws NetlinkException {
        if (closed) {
            throw new ClosedException();
        }
        Source<E> again = opener.open();
        source = Optional.of(again);
        return again;
    }

    private void follow(Source<E> events) throws NetlinkException {
        while (!isClosed()) {
            events.next(CALM).ifPresent(onEvent);
            problem = Optional.empty();
        }
    }

    private void report(NetlinkException failure) {
        Optional<Problem> next = Optional.of(
                Problem.of("changes of the kernel (" + name + ") cannot be followed: " + failure.getMessage()));
        if (!next.equals(problem)) {
            problem = next;
            LOG.warn("kernel_events_failed_will_retry events={} cause=\"{}\"", name, failure.getMessage());
        }
    }

    /** Why changes cannot be followed now; empty = they can. Safe to call from any thread. */
    List<Problem> problems() {
        return problem.stream().toList();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public synchronized void close() {
        closed = true;
        worker.ifPresent(Worker::stop);
        closeSource();
    }

    private synchronized void closeSource() {
        try {
            if (source.isPresent()) {
                source.get().close();
            }
        } catch (NetlinkException e) {
            LOG.debug("netlink_socket_not_closed", e);
        }
        source = Optional.empty();
    }
}
