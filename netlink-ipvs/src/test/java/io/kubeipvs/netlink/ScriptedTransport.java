package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** A peer as a function: what is sent is handed to it, and what it puts into the replies is received. */
public final class ScriptedTransport implements Transport {
    /** Of the messages that {@link Wire} makes. */
    public static final int PORT_ID = 4711;

    /** Answers the requests of one datagram; may refuse the datagram. */
    @FunctionalInterface
    public interface Peer {
        void answer(List<Sent> requests, Replies replies) throws NetlinkException;
    }

    /** One request as the peer sees it. */
    public record Sent(int type, int flags, int sequence, byte[] bytes) {
        public boolean wantsAck() {
            return (flags & MessageFlags.ACK) != 0;
        }
    }

    /** Where the peer puts its answers, in the order they will be received. */
    public interface Replies {
        /** A datagram from the kernel. */
        void datagram(byte[]... messages);

        /** A datagram from another process. */
        void datagramFrom(int portId, byte[]... messages);

        /** A receive that fails. */
        void failure(NetlinkException failure);
    }

    private record Datagram(int sender, byte[] bytes, NetlinkException failure) {}

    private final Peer peer;
    private final int maxSend;
    private final Deque<Datagram> queue = new ArrayDeque<>();
    private final List<List<Sent>> sends = new ArrayList<>();
    private boolean closed;

    public ScriptedTransport(Peer peer) {
        this(1 << 20, peer);
    }

    public ScriptedTransport(int maxSend, Peer peer) {
        this.maxSend = maxSend;
        this.peer = peer;
    }

    /** Every datagram that was tried to be sent so far. */
    public List<List<Sent>> sends() {
        return sends;
    }

    public boolean isClosed() {
        return closed;
    }

    @Override
    public int portId() {
        return PORT_ID;
    }

    @Override
    public int maxSend() {
        return maxSend;
    }

    @Override
    public void send(ByteBuffer datagram) throws NetlinkException {
        ByteBuffer in = datagram.duplicate().order(ByteOrder.nativeOrder());
        List<Sent> requests = new ArrayList<>();
        while (in.hasRemaining()) {
            int at = in.position();
            byte[] bytes = new byte[in.getInt(at)];
            in.get(at, bytes);
            requests.add(new Sent(in.getShort(at + 4), in.getShort(at + 6), in.getInt(at + 8), bytes));
            in.position(at + (bytes.length + 3 & ~3));
        }
        sends.add(requests);
        peer.answer(requests, new Queued());
    }

    /** Takes messages that answer no request. */
    public Replies unasked() {
        return new Queued();
    }

    private final class Queued implements Replies {
        @Override
        public void datagram(byte[]... messages) {
            datagramFrom(0, messages);
        }

        @Override
        public void datagramFrom(int portId, byte[]... messages) {
            queue.add(new Datagram(portId, Wire.join(messages), null));
        }

        @Override
        public void failure(NetlinkException failure) {
            queue.add(new Datagram(0, null, failure));
        }
    }

    @Override
    public int receive(ByteBuffer into, int timeoutMillis) throws NetlinkException {
        Datagram next = queue.poll();
        if (next == null) {
            throw new NetlinkTimeoutException("no answer within " + timeoutMillis + " ms");
        }
        if (next.failure() != null) {
            throw next.failure();
        }
        into.clear().put(next.bytes()).flip();
        return next.sender();
    }

    @Override
    public void close() {
        closed = true;
    }
}
