package io.kubeipvs.netlink;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * A conversation with the kernel over a {@link Transport}: single requests, dumps and pipelined batches. Used by one
 * thread at a time, and for nothing but its own requests: notifications need a socket of their own.
 *
 * <p>After a {@link NetlinkTimeoutException} the kernel may still be busy with the request: close and open another.
 */
public final class NetlinkSocket implements AutoCloseable {
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(1);
    private static final Duration LAST_BACKOFF = Duration.ofMillis(100);

    private final Transport transport;
    private final NetlinkTuning tuning;
    private final Outbox outbox;
    private final Inbox inbox;

    /** Takes the transport over and closes it when it is closed. */
    public NetlinkSocket(Transport transport) {
        this(transport, NetlinkTuning.DEFAULT);
    }

    public NetlinkSocket(Transport transport, NetlinkTuning tuning) {
        this(transport, tuning, new Outbox(transport), new Inbox(transport));
    }

    private NetlinkSocket(Transport transport, NetlinkTuning tuning, Outbox outbox, Inbox inbox) {
        this.transport = transport;
        this.tuning = tuning;
        this.outbox = outbox;
        this.inbox = inbox;
    }

    /** The same conversation, for dumps that are tried this often while what they list keeps changing; at least once. */
    public NetlinkSocket withDumpAttempts(int attempts) {
        return new NetlinkSocket(
                transport, new NetlinkTuning(tuning.window(), tuning.timeout(), attempts), outbox, inbox);
    }

    /**
     * Sends one request and waits for its acknowledgement.
     *
     * @param operation the request in words, for errors
     * @throws RefusedException if the kernel refuses
     */
    public void execute(String operation, Request request) throws NetlinkException {
        exchange(request, MessageFlags.ACK, new Exchange<>(() -> operation, outbox, message -> message));
    }

    /**
     * Sends one request and waits for its answer.
     *
     * @throws RefusedException if the kernel refuses
     */
    public <T> T ask(String operation, Request request, Decoder<T> decoder) throws NetlinkException {
        return ask(() -> operation, request, decoder);
    }

    /** The same, for a request whose words are made only when it fails. */
    public <T> T ask(Supplier<String> operation, Request request, Decoder<T> decoder) throws NetlinkException {
        Exchange<T> exchange = new Exchange<>(operation, outbox, decoder);
        exchange(request, MessageFlags.ACK, exchange);
        if (exchange.values().isEmpty()) {
            throw new MalformedMessageException("", 0, operation.get() + ": acknowledged without an answer");
        }
        return exchange.values().get(0);
    }

    /**
     * Lists everything a request is about; empty when there is nothing. Starts again when what it lists changes
     * meanwhile and the kernel reports this. (IPVS never reports it: its lists may miss or repeat changed objects.)
     *
     * @throws RefusedException if the kernel refuses, before or in the middle of the list
     * @throws DumpInterruptedException when it kept changing
     */
    public <T> List<T> dump(String operation, Request request, Decoder<T> decoder) throws NetlinkException {
        return dump(() -> operation, request, decoder);
    }

    /** The same, for a list whose words are made only when it fails. */
    public <T> List<T> dump(Supplier<String> operation, Request request, Decoder<T> decoder) throws NetlinkException {
        Duration backoff = FIRST_BACKOFF;
        for (int attempt = 1; attempt <= tuning.dumpAttempts(); attempt++) {
            Exchange<T> exchange = new Exchange<>(operation, outbox, decoder);
            exchange(request, MessageFlags.DUMP, exchange);
            if (!exchange.wasInterrupted()) {
                return Collections.unmodifiableList(exchange.values());
            }
            LockSupport.parkNanos(backoff.toNanos());
            backoff = backoff.multipliedBy(2).compareTo(LAST_BACKOFF) < 0 ? backoff.multipliedBy(2) : LAST_BACKOFF;
        }
        throw new DumpInterruptedException(operation.get(), tuning.dumpAttempts());
    }

    /**
     * Sends one request for each thing, several a datagram, and returns one result for each, in order. The kernel
     * executes each on its own and in order: a refused one does not stop those behind it. Throws nothing that the
     * kernel does.
     */
    public <T> List<BatchResult> batch(List<T> things, Encoder<T> encoder) {
        return new Batch<>(outbox, inbox, tuning, things, encoder).run();
    }

    /**
     * Sends all things, each as one request, in one datagram between two frames: the kernel makes all of it happen or
     * nothing. Throws nothing that the kernel does. Only netfilter has transactions.
     */
    public <T> TransactionResult transact(TransactionFrame frame, List<T> things, Encoder<T> encoder) {
        return new Transaction<>(outbox, inbox, frame, things, encoder).run(tuning.timeout());
    }

    /** The port id of its transport. */
    public int portId() {
        return transport.portId();
    }

    /** How many attributes were received so far that are newer than this library; they were skipped. */
    public long unknownAttributes() {
        return inbox.unknownAttributes();
    }

    @Override
    public void close() throws NetlinkException {
        transport.close();
    }

    private void exchange(Request request, int flags, Exchange<?> exchange) throws NetlinkException {
        outbox.begin();
        if (!outbox.add(request, Request::encode, flags)) {
            throw new SyscallException("send of more than " + outbox.capacity() + " bytes", Errno.EMSGSIZE);
        }
        outbox.send();
        try {
            inbox.read(outbox.first(), 1, tuning.timeout(), exchange);
        } catch (MalformedMessageException | SyscallException broken) {
            inbox.discard(broken);
            throw broken;
        }
    }
}
