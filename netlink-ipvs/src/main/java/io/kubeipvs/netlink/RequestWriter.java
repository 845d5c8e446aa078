package io.kubeipvs.netlink;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Requests one after another in one direct buffer, which is allocated once and used for every send. An {@link Encoder}
 * begins a request here; the owner of the buffer numbers it and closes it.
 */
public final class RequestWriter {
    private final ByteBuffer buffer;
    private final AttributeWriter attributes;
    private Layout[] layouts = new Layout[16];
    private int count;
    private int lastStart;
    private int extraFlags;
    private int sequence;

    /** @param capacity bytes */
    RequestWriter(int capacity) {
        this(ByteBuffer.allocateDirect(capacity));
    }

    RequestWriter(ByteBuffer buffer) {
        this.buffer = buffer.order(ByteOrder.nativeOrder());
        this.attributes = new AttributeWriter(buffer);
    }

    /**
     * Writes the message header of a request.
     *
     * @param type the message type; for generic netlink the family's id
     * @param flags {@link MessageFlags} beyond {@code NLM_F_REQUEST}, {@code NLM_F_ACK} and {@code NLM_F_DUMP}
     * @return where the fixed header and the attributes go
     */
    public AttributeWriter begin(int type, int flags, Layout layout) {
        // Every write is relative, so that running out of room shows as BufferOverflowException.
        buffer.putInt(0)
                .putShort((short) type)
                .putShort((short) (flags | extraFlags | MessageFlags.REQUEST))
                .putInt(sequence)
                .putInt(0);
        if (count == layouts.length) {
            layouts = Arrays.copyOf(layouts, count * 2);
        }
        layouts[count] = layout;
        return attributes;
    }

    void clear() {
        buffer.clear();
        count = 0;
    }

    /** How many requests it holds. */
    int count() {
        return count;
    }

    int capacity() {
        return buffer.capacity();
    }

    /** Appends a request unless there is no room for it; false if it was not appended. */
    <T> boolean append(T thing, Encoder<T> encoder, int flags, int number) {
        int start = buffer.position();
        extraFlags = flags;
        sequence = number;
        try {
            encoder.encode(thing, this);
            close(start);
        } catch (BufferOverflowException full) {
            buffer.position(start);
            return false;
        }
        lastStart = start;
        count++;
        return true;
    }

    /** Makes the last request one that the kernel acknowledges even when it succeeds. */
    void acknowledgeLast() {
        int at = lastStart + MessageHeader.FLAGS;
        buffer.putShort(at, (short) (buffer.getShort(at) | MessageFlags.ACK));
    }

    /** All requests, as a view ready to be sent. */
    ByteBuffer datagram() {
        return buffer.duplicate().order(buffer.order()).flip();
    }

    /** The layout of one of the requests, counted from 0. */
    Layout layout(int index) {
        return layouts[index];
    }

    private void close(int start) {
        int length = buffer.position() - start;
        for (int i = length; i < MessageHeader.align(length); i++) {
            buffer.put((byte) 0);
        }
        buffer.putInt(start + MessageHeader.LENGTH, length);
    }
}
