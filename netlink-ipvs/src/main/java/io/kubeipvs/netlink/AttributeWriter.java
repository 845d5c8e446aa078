package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Writes a message's fixed family header and its attributes. The byte order is in the method's name: {@code u} is the
 * host's, {@code be} the network's. All padding is zeroed, whatever the buffer held.
 *
 * <pre>
 *  0       2       4
 * +-------+-------+---------------+---------+
 * | length| type  | value         | padding |
 * +-------+-------+---------------+---------+
 * </pre>
 *
 * <p>The length counts header and value, not the padding. Source: {@code include/uapi/linux/netlink.h, struct nlattr}.
 *
 * <p>Running out of room throws {@link java.nio.BufferOverflowException}, which {@link RequestWriter} turns into
 * "no room".
 */
public final class AttributeWriter {
    static final int HEADER_SIZE = 4;

    /** {@code NLA_F_NESTED}. */
    private static final int NESTED = 0x8000;

    private static final int MAX_LENGTH = 0xFFFF;

    private final ByteBuffer out;
    private final boolean littleEndian;

    /** @param out in the host's byte order; written at its position */
    AttributeWriter(ByteBuffer out) {
        this.out = out;
        this.littleEndian = out.order() == ByteOrder.LITTLE_ENDIAN;
    }

    /** Writes one byte of a fixed header, before the first attribute. */
    public void header8(int value) {
        out.put((byte) value);
    }

    /** Writes two bytes of a fixed header, host byte order. */
    public void header16(int value) {
        out.putShort((short) value);
    }

    /** Writes two bytes of a fixed header, network byte order. */
    public void headerBe16(int value) {
        out.put((byte) (value >>> 8)).put((byte) value);
    }

    /** Writes four bytes of a fixed header, host byte order. */
    public void header32(int value) {
        out.putInt(value);
    }

    public void u8(int type, int value) {
        open(type, 1);
        out.put((byte) value);
        pad(1);
    }

    public void u16(int type, int value) {
        open(type, 2);
        out.putShort((short) value).putShort((short) 0);
    }

    public void u32(int type, int value) {
        open(type, 4);
        out.putInt(value);
    }

    /** Writes two 32-bit numbers as one value. */
    public void u32Pair(int type, int first, int second) {
        open(type, 8);
        out.putInt(first).putInt(second);
    }

    public void u64(int type, long value) {
        open(type, 8);
        out.putLong(value);
    }

    public void be16(int type, int value) {
        u16(type, littleEndian ? Short.reverseBytes((short) value) : value);
    }

    public void be32(int type, int value) {
        u32(type, littleEndian ? Integer.reverseBytes(value) : value);
    }

    public void be64(int type, long value) {
        u64(type, littleEndian ? Long.reverseBytes(value) : value);
    }

    public void bytes(int type, byte[] value) {
        open(type, value.length);
        out.put(value);
        pad(value.length);
    }

    /** Writes a string in UTF-8 with its closing NUL; one of ASCII alone makes no garbage. */
    public void cstring(int type, String value) {
        if (!isAscii(value)) {
            bytes(type, (value + '\0').getBytes(StandardCharsets.UTF_8));
            return;
        }
        int length = value.length() + 1;
        open(type, length);
        for (int i = 0; i < value.length(); i++) {
            out.put((byte) value.charAt(i));
        }
        out.put((byte) 0);
        pad(length);
    }

    /** Writes an address in its natural width, 4 or 16 bytes. */
    public void address(int type, Address address) {
        address(type, address, address.family().width());
    }

    /**
     * Writes an address in front of zeros that fill up to {@code width} bytes, a kernel union's size, a multiple of 4.
     */
    public void address(int type, Address address, int width) {
        open(type, width);
        address.write(out);
        for (int i = address.family().width(); i < width; i += Integer.BYTES) {
            out.putInt(0);
        }
    }

    /** Writes an attribute that holds the attributes which {@code content} writes. */
    public void nest(int type, Consumer<AttributeWriter> content) {
        int start = openNest(type);
        content.accept(this);
        closeNest(start);
    }

    /** Writes an attribute that holds the attributes of a value; a content that captures nothing makes no garbage. */
    public <V> void nest(int type, V value, BiConsumer<V, AttributeWriter> content) {
        int start = openNest(type);
        content.accept(value, this);
        closeNest(start);
    }

    private int openNest(int type) {
        int start = out.position();
        open(type | NESTED, 0);
        return start;
    }

    private void closeNest(int start) {
        int length = out.position() - start;
        requireFits(length);
        out.putShort(start, (short) length);
    }

    private void open(int type, int valueLength) {
        int length = HEADER_SIZE + valueLength;
        requireFits(length);
        out.putInt(littleEndian ? type << Short.SIZE | length : length << Short.SIZE | type);
    }

    private static void requireFits(int length) {
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "an attribute of " + length + " bytes: its length field allows at most " + MAX_LENGTH);
        }
    }

    private void pad(int valueLength) {
        for (int i = valueLength; i < MessageHeader.align(valueLength); i++) {
            out.put((byte) 0);
        }
    }

    private static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > 0x7F) {
                return false;
            }
        }
        return true;
    }
}
