package io.kubeipvs.bench.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Received netlink attributes, or the value of one: a view of bytes. The kernel in memory keeps attributes as they came
 * and gives them back, so it needs to understand only keys, flags and names.
 */
final class Attributes {
    private static final int HEADER = 4;
    private static final int TYPE_MASK = 0x3FFF;

    private final ByteBuffer bytes;
    private final int from;
    private final int to;

    private Attributes(ByteBuffer bytes, int from, int to) {
        this.bytes = bytes;
        this.from = from;
        this.to = to;
    }

    /** The attributes behind a fixed header. */
    static Attributes behind(int header, byte[] payload) {
        return new Attributes(
                ByteBuffer.wrap(payload).order(ByteOrder.nativeOrder()),
                Math.min(header, payload.length),
                payload.length);
    }

    /** The value of the first attribute of this type. */
    Optional<Attributes> find(int type) {
        for (int at = from; at + HEADER <= to; at = next(at)) {
            if (type(at) == type) {
                return Optional.of(value(at));
            }
        }
        return Optional.empty();
    }

    /** The same; {@code EINVAL} when it is missing. */
    Attributes get(int type) throws RefusedRequest {
        return find(type).orElseThrow(() -> new RefusedRequest(RefusedRequest.EINVAL));
    }

    boolean has(int type) {
        return find(type).isPresent();
    }

    /** The values of all attributes, in order. */
    List<Attributes> values() {
        List<Attributes> values = new ArrayList<>();
        for (int at = from; at + HEADER <= to; at = next(at)) {
            values.add(value(at));
        }
        return values;
    }

    /** Whole attributes with header and padding, without those of one type. */
    Payload without(int type) {
        Payload rest = new Payload();
        for (int at = from; at + HEADER <= to; at = next(at)) {
            if (type(at) != type) {
                rest.raw(bytes.array(), at, Math.min(next(at), to) - at);
            }
        }
        return rest;
    }

    byte[] copy() {
        byte[] copy = new byte[to - from];
        bytes.get(from, copy);
        return copy;
    }

    int u32() {
        return bytes.getInt(from);
    }

    int u32(int offset) {
        return bytes.getInt(from + offset);
    }

    int be32() {
        int value = u32();
        return bytes.order() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value;
    }

    long be64() {
        long value = bytes.getLong(from);
        return bytes.order() == ByteOrder.LITTLE_ENDIAN ? Long.reverseBytes(value) : value;
    }

    /** Text up to the closing NUL. */
    String text() {
        int end = from;
        while (end < to && bytes.get(end) != 0) {
            end++;
        }
        return new String(bytes.array(), from, end - from, StandardCharsets.UTF_8);
    }

    private int type(int at) {
        return bytes.getShort(at + 2) & TYPE_MASK;
    }

    private Attributes value(int at) {
        int length = Math.max(HEADER, Short.toUnsignedInt(bytes.getShort(at)));
        return new Attributes(bytes, at + HEADER, Math.min(to, at + length));
    }

    private int next(int at) {
        int length = Math.max(HEADER, Short.toUnsignedInt(bytes.getShort(at)));
        return at + (length + 3 & ~3);
    }
}
