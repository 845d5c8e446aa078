package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/**
 * The messages that the kernel sends without a request: notifications of the multicast groups that a {@link Transport}
 * joined. Read by one thread at a time; any thread may close it.
 *
 * <p>Notifications only report changes. To follow a state, open the subscription first and list afterwards; list
 * again whenever {@code lost} comes.
 *
 * @param <E> an event
 */
public final class Subscription<E> implements AutoCloseable {
    private static final int RECEIVE_BUFFER_BYTES = 64 * 1024;
    private static final int KERNEL_PORT = 0;

    private final Transport transport;
    private final Decoder<Optional<E>> decoder;
    private final E lost;
    private final Queue<E> events = new ArrayDeque<>();
    private final UnknownAttributes unknown = new UnknownAttributes();
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(RECEIVE_BUFFER_BYTES).order(ByteOrder.nativeOrder());

    /**
     * Takes the transport over and closes it when it is closed.
     *
     * @param decoder empty for what is not of interest
     * @param lost the event for notifications that the kernel dropped because they were not read in time
     */
    public Subscription(Transport transport, Decoder<Optional<E>> decoder, E lost) {
        this.transport = transport;
        this.decoder = decoder;
        this.lost = lost;
    }

    /**
     * The next event; empty when none came in time.
     *
     * @throws ClosedException when it was closed, also while this waits
     * @throws MalformedMessageException when a notification cannot be read; the next call yields {@code lost}
     */
    public Optional<E> next(Duration timeout) throws NetlinkException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (events.isEmpty()) {
            long millisLeft = Math.max(0, (deadline - System.nanoTime() + 999_999) / 1_000_000);
            try {
                receive((int) Math.min(millisLeft, Integer.MAX_VALUE));
            } catch (NetlinkTimeoutException none) {
                return Optional.empty();
            }
        }
        return Optional.of(events.remove());
    }

    @Override
    public void close() throws NetlinkException {
        transport.close();
    }

    private void receive(int timeoutMillis) throws NetlinkException {
        try {
            if (transport.receive(buffer, timeoutMillis) == KERNEL_PORT) {
                decodeAll();
            }
        } catch (MalformedMessageException unreadable) {
            // The rest of the datagram is lost with it.
            events.add(lost);
            throw unreadable;
        } catch (SyscallException failed) {
            if (!failed.errno().equals(Errno.ENOBUFS)) {
                throw failed;
            }
            events.add(lost);
        }
    }

    private void decodeAll() throws MalformedMessageException {
        for (int at = 0; at < buffer.limit(); ) {
            Message message = Message.at(buffer, at, unknown);
            decoder.decode(message).ifPresent(events::add);
            at = message.next();
        }
    }
}
