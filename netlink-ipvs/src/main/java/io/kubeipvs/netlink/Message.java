package io.kubeipvs.netlink;

import java.nio.ByteBuffer;

/** One received message: a view over the receive buffer, valid until the next datagram is received. */
public final class Message {
    private final ByteBuffer in;
    private final int start;
    private final int length;
    private final UnknownAttributes unknown;

    private Message(ByteBuffer in, int start, int length, UnknownAttributes unknown) {
        this.in = in;
        this.start = start;
        this.length = length;
        this.unknown = unknown;
    }

    /** The message at an index of a datagram that ends at the buffer's limit. */
    static Message at(ByteBuffer in, int start, UnknownAttributes unknown) throws MalformedMessageException {
        int left = in.limit() - start;
        if (left < MessageHeader.SIZE) {
            throw new MalformedMessageException("", start, left + " bytes remain, too few for a message header");
        }
        int length = in.getInt(start + MessageHeader.LENGTH);
        if (length < MessageHeader.SIZE || length > left) {
            throw new MalformedMessageException(
                    "",
                    start,
                    "message length " + Integer.toUnsignedString(length) + ", but " + left + " bytes remain");
        }
        return new Message(in, start, length, unknown);
    }

    public int type() {
        return Short.toUnsignedInt(in.getShort(start + MessageHeader.TYPE));
    }

    public int flags() {
        return Short.toUnsignedInt(in.getShort(start + MessageHeader.FLAGS));
    }

    public boolean has(int flag) {
        return (flags() & flag) != 0;
    }

    public int sequence() {
        return in.getInt(start + MessageHeader.SEQUENCE);
    }

    /**
     * The port id of the socket whose request this answers, or whose request made the change that this reports; 0 where
     * the kernel names none.
     */
    public int portId() {
        return in.getInt(start + MessageHeader.PORT);
    }

    /** One byte of the family's fixed header, at an offset into the payload. */
    public int header8(int offset) throws MalformedMessageException {
        return Byte.toUnsignedInt(in.get(headerIndex(offset, 1)));
    }

    /** Four bytes of the family's fixed header, host byte order. */
    public int header32(int offset) throws MalformedMessageException {
        return in.getInt(headerIndex(offset, 4));
    }

    /** Two bytes of the family's fixed header, network byte order. */
    public int headerBe16(int offset) throws MalformedMessageException {
        int index = headerIndex(offset, 2);
        return Byte.toUnsignedInt(in.get(index)) << 8 | Byte.toUnsignedInt(in.get(index + 1));
    }

    /** The attributes behind the fixed header. */
    public AttributeReader attributes(Layout layout) throws MalformedMessageException {
        int from = headerIndex(layout.headerSize(), 0);
        return new AttributeReader(in, from, start + length, layout.names(), unknown);
    }

    /** Where it starts, as an index of the buffer. */
    int start() {
        return start;
    }

    /** Where the next message starts; a last message may lack its padding. */
    int next() {
        return Math.min(in.limit(), start + MessageHeader.align(length));
    }

    private int headerIndex(int offset, int width) throws MalformedMessageException {
        if (offset < 0 || offset > length - MessageHeader.SIZE - width) {
            throw new MalformedMessageException(
                    "", start, "message type " + type() + " has only " + length + " bytes, too few for its header");
        }
        return start + MessageHeader.SIZE + offset;
    }
}
