package io.kubeipvs.netlink;

import java.nio.ByteBuffer;

/** The sending side of a socket: numbers requests, packs them into one datagram and sends it. */
final class Outbox {
    /** Room for 200 requests of the sizes seen (an IPVS service is 120 bytes), with plenty to spare. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final Transport transport;
    private RequestWriter buffer;
    private int nextSequence = 1;
    private int first;

    Outbox(Transport transport) {
        this.transport = transport;
        this.buffer = new RequestWriter(Math.min(SEND_BUFFER_BYTES, transport.maxSend()));
    }

    /** Starts a new datagram. */
    void begin() {
        buffer.clear();
        first = nextSequence;
    }

    /** Adds a request with the next sequence number. False if there is no room for it. */
    <T> boolean add(T thing, Encoder<T> encoder, int extraFlags) {
        if (!buffer.append(thing, encoder, extraFlags, nextSequence)) {
            return false;
        }
        nextSequence++;
        return true;
    }

    /** The first request's sequence number; the others follow it. */
    int first() {
        return first;
    }

    int count() {
        return buffer.count();
    }

    /** Bytes that fit into one datagram. */
    int capacity() {
        return buffer.capacity();
    }

    /** Allows larger datagrams from the next {@link #begin} on; false if the transport takes no larger ones. */
    boolean enlarge() {
        int larger = (int) Math.min(4L * buffer.capacity(), transport.maxSend());
        if (larger <= buffer.capacity()) {
            return false;
        }
        buffer = new RequestWriter(larger);
        return true;
    }

    /** Makes the kernel acknowledge the last request even when it succeeds, so that its answer ends all answers. */
    void fence() {
        buffer.acknowledgeLast();
    }

    void send() throws NetlinkException {
        transport.send(buffer.datagram());
    }

    /** The meaning of an acknowledgement for one of the requests, in words. */
    Refusal refusal(Ack ack, int sequence) {
        return new Refusal(ack.errno(), ack.message(), attribute(ack, sequence - first), sequence);
    }

    private String attribute(Ack ack, int index) {
        try {
            ByteBuffer sent = buffer.datagram();
            UnknownAttributes uncounted = new UnknownAttributes();
            Message request = Message.at(sent, 0, uncounted);
            for (int i = 0; i < index; i++) {
                request = Message.at(sent, request.next(), uncounted);
            }
            return AttributePath.of(ack, request, buffer.layout(index));
        } catch (MalformedMessageException impossible) {
            throw new IllegalStateException("a request of our own cannot be read", impossible);
        }
    }
}
