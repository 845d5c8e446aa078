package io.kubeipvs.netlink;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Messages one after another in one direct buffer, allocated once and used for every send. */
final class MessageBuffer {

    private final ByteBuffer buffer;
    private final AttributeWriter attributes;
    private int count;
    private int lastStart;

    /** @param capacity bytes */
    MessageBuffer(int capacity) {
        this(ByteBuffer.allocateDirect(capacity));
    }

    MessageBuffer(ByteBuffer buffer) {
        this.buffer = buffer.order(ByteOrder.nativeOrder());
        this.attributes = new AttributeWriter(buffer);
    }

    void clear() {
        buffer.clear();
        count = 0;
    }

    /** How many messages it holds. */
    int count() {
        return count;
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Appends a message unless there is no room for it; false says it was not appended. */
    boolean append(Request request, int extraFlags, int sequence) {
        int start = buffer.position();
        try {
            write(request, extraFlags, sequence);
        } catch (BufferOverflowException full) {
            buffer.position(start);
            return false;
        }
        lastStart = start;
        count++;
        return true;
    }

    /** Makes the last message one that the kernel acknowledges even when it succeeds. */
    void acknowledgeLast() {
        int at = lastStart + MessageHeader.FLAGS;
        buffer.putShort(at, (short) (buffer.getShort(at) | MessageFlags.ACK));
    }

    /** All messages, as a view ready to be sent. */
    ByteBuffer datagram() {
        return buffer.duplicate().order(buffer.order()).flip();
    }

    /** Every write is relative, so that running out of room shows as {@link BufferOverflowException}. */
    private void write(Request request, int extraFlags, int sequence) {
        int start = buffer.position();
        buffer.putInt(0)
                .putShort((short) request.type())
                .putShort((short) (request.flags() | extraFlags | MessageFlags.REQUEST))
                .putInt(sequence)
                .putInt(0);
        request.payload().accept(attributes);
        int length = buffer.position() - start;
        for (int i = length; i < MessageHeader.align(length); i++) {
            buffer.put((byte) 0);
        }
        buffer.putInt(start + MessageHeader.LENGTH, length);
    }
}
