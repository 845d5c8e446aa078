package io.kubeipvs.netlink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * The parts that all fuzz targets share. A target is a class named {@code *Fuzz} with a {@code
 * fuzzerTestOneInput(byte[])} that throws nothing, whatever the bytes are; {@code it-tests/fuzz} finds it, and makes
 * the bytes out of the golden messages.
 */
public final class Fuzz {
    private static final byte[] DIRTY = new byte[1 << 15];

    private Fuzz() {}

    /**
     * Each message of a datagram is malformed, or it is a value: the same one each time, which then passes the check.
     */
    public static <T> void decode(byte[] datagram, Decoder<T> decoder, Consumer<T> check) {
        ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        try {
            for (int at = 0; at < in.limit(); ) {
                Message message = Message.at(in, at, new UnknownAttributes());
                decode(message, decoder, check);
                at = message.next();
            }
        } catch (MalformedMessageException endOfMessages) {
            requireInside(endOfMessages, datagram.length);
        }
    }

    /** A decoded message that is written again decodes to the same. */
    public static <T, R> void requireSame(T thing, Encoder<T> encoder, R expected, Decoder<R> decoder) {
        Arrays.fill(DIRTY, (byte) 0xFF);
        RequestWriter writer = new RequestWriter(ByteBuffer.wrap(DIRTY));
        require(writer.append(thing, encoder, 0, 1), "no room for %s", thing);
        try {
            Message written = Message.at(writer.datagram(), 0, new UnknownAttributes());
            R value = decoder.decode(written);
            require(value.equals(expected), "%s, written and read again, is %s", expected, value);
        } catch (MalformedMessageException wrong) {
            throw new AssertionError(thing + ", written, cannot be read", wrong);
        }
    }

    /** Fails with a message of {@link String#format}. */
    public static void require(boolean holds, String message, Object... arguments) {
        if (!holds) {
            throw new AssertionError(String.format(message, arguments));
        }
    }

    private static <T> void decode(Message message, Decoder<T> decoder, Consumer<T> check) {
        T value;
        try {
            value = decoder.decode(message);
            T again = decoder.decode(message);
            require(value.equals(again) && value.hashCode() == again.hashCode(), "first %s, then %s", value, again);
            require(!value.toString().isEmpty(), "a value without a text");
        } catch (MalformedMessageException malformed) {
            requireInside(malformed, Integer.MAX_VALUE);
            return;
        }
        check.accept(value);
    }

    private static void requireInside(MalformedMessageException malformed, int length) {
        require(
                malformed.offset() >= 0 && malformed.offset() <= length,
                "%s: the place is outside of %s bytes",
                malformed,
                length);
    }
}
