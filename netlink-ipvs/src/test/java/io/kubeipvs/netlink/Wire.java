package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Kernel answers, byte by byte and without the code under test. */
public final class Wire {
    /** The type of the parts that {@link #part} makes. */
    public static final int PART_TYPE = 0x20;

    /** Requests with a header of 4 bytes and attributes that may hold attributes. */
    public static final Layout LAYOUT = new Layout(
            4,
            AttributeNames.of("OUTER_", "UNSPEC", "NUMBER", "NEST")
                    .nested(2, AttributeNames.of("INNER_", "UNSPEC", "NUMBER")));

    private Wire() {}

    /** A message with any payload. */
    public static byte[] message(int type, int flags, int sequence, byte[] payload) {
        ByteBuffer out = allocate(16 + payload.length);
        out.putInt(16 + payload.length).putShort((short) type).putShort((short) flags);
        return out.putInt(sequence)
                .putInt(ScriptedTransport.PORT_ID)
                .put(payload)
                .array();
    }

    /** One part of a dump, with a number for a payload. */
    public static byte[] part(int flags, int sequence, int value) {
        return message(PART_TYPE, flags | 0x2, sequence, number(value));
    }

    /** The end of a dump. */
    public static byte[] done(int flags, int sequence, int errno) {
        return message(3, flags | 0x2, sequence, number(-errno));
    }

    /** An acknowledgement without extended attributes, as with NETLINK_CAP_ACK. */
    public static byte[] ack(int sequence, int errno) {
        return message(2, 0x100, sequence, join(number(-errno), new byte[16]));
    }

    /** A refusal with the kernel's text and offset; echoes the request unless capped. */
    public static byte[] refusal(ScriptedTransport.Sent request, int errno, boolean capped, String text, int offset) {
        byte[] echo = capped ? Arrays.copyOf(request.bytes(), 16) : request.bytes();
        byte[] chars = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer message = allocate(4 + chars.length + 1);
        message.putShort((short) (4 + chars.length + 1)).putShort((short) 1).put(chars);
        ByteBuffer where = allocate(8);
        where.putShort((short) 8).putShort((short) 2).putInt(offset);
        byte[] payload = join(number(-errno), echo, message.array(), where.array());
        return message(2, 0x200 | (capped ? 0x100 : 0), request.sequence(), payload);
    }

    /** All of them, each but the last padded to 4 bytes. */
    public static byte[] join(byte[]... pieces) {
        int size = 0;
        for (byte[] piece : pieces) {
            size = (size + 3 & ~3) + piece.length;
        }
        ByteBuffer out = allocate(size);
        for (byte[] piece : pieces) {
            out.position(out.position() + 3 & ~3).put(piece);
        }
        return out.array();
    }

    public static byte[] number(int value) {
        return allocate(4).putInt(value).array();
    }

    private static ByteBuffer allocate(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    }
}
