package io.kubeipvs.netlink;

/** The sending side of a socket: numbers requests, packs them into one datagram and sends it. */
final class Outbox {

    /** Room for 200 requests of the sizes seen (an IPVS service is 120 bytes), with plenty to spare. */
    private static final int SEND_BUFFER_BYTES = 64 * 1024;

    private final Transport transport;
    private final MessageBuffer buffer;
    private int nextSequence = 1;
    private int first;

    Outbox(Transport transport) {
        this.transport = transport;
        this.buffer = new MessageBuffer(Math.min(SEND_BUFFER_BYTES, transport.maxSend()));
    }

    /** Starts a new datagram. */
    void begin() {
        buffer.clear();
        first = nextSequence;
    }

    /** Adds a request with the next sequence number; false says there is no room for it. */
    boolean add(Request request, int extraFlags) {
        if (!buffer.append(request, extraFlags, nextSequence)) {
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

    /** Makes the kernel acknowledge the last request even when it succeeds, so that its answer ends all answers. */
    void fence() {
        buffer.acknowledgeLast();
    }

    void send() throws NetlinkException {
        transport.send(buffer.datagram());
    }
}
