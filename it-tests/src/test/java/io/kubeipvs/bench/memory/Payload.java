package io.kubeipvs.bench.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes of a message to be sent: a fixed header and attributes. Grows as needed. */
final class Payload {
    private static final int HEADER = 4;
    private static final int NESTED = 0x8000;

    private ByteBuffer bytes = allocate(128);

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }

    private ByteBuffer room(int size) {
        if (bytes.remaining() < size) {
            bytes = allocate(Math.max(2 * bytes.capacity(), bytes.position() + size))
                    .put(bytes.flip());
        }
        return bytes;
    }

    Payload raw(byte[] from, int at, int length) {
        room(length).put(from, at, length);
        return this;
    }

    Payload raw(byte... from) {
        return raw(from, 0, from.length);
    }

    Payload u32(int value) {
        room(4).putInt(value);
        return this;
    }

    /** An attribute. */
    Payload add(int type, byte[] value) {
        int padding = -value.length & 3;
        room(HEADER + value.length + padding)
                .putShort((short) (HEADER + value.length))
                .putShort((short) type)
                .put(value)
                .put(new byte[padding]);
        return this;
    }

    Payload addU32(int type, int value) {
        room(2 * HEADER)
                .putShort((short) (HEADER + Integer.BYTES))
                .putShort((short) type)
                .putInt(value);
        return this;
    }

    Payload addBe32(int type, int value) {
        return addU32(type, bytes.order() == ByteOrder.LITTLE_ENDIAN ? Integer.reverseBytes(value) : value);
    }

    Payload addBe64(int type, long value) {
        return add(type, ByteBuffer.allocate(Long.BYTES).putLong(value).array());
    }

    Payload addText(int type, String value) {
        return add(type, (value + '\0').getBytes(StandardCharsets.UTF_8));
    }

    Payload nest(int type, byte[] content) {
        return add(type | NESTED, content);
    }

    int size() {
        return bytes.position();
    }

    byte[] copy() {
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
