package io.kubeipvs.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Real messages as annotated hex text under {@code golden/}: {@code #} starts a comment, the first line describes what
 * produced the message and on which kernel. Captured on a little-endian machine.
 */
public final class Golden {
    private static final int SEQUENCE = 8;
    private static final int PORT = 12;

    private Golden() {}

    /** The bytes of {@code golden/NAME.hex}. */
    public static byte[] bytes(String name) {
        String resource = "/golden/" + name + ".hex";
        try (InputStream in = Golden.class.getResourceAsStream(resource)) {
            assertThat(in).as(resource).isNotNull();
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return HexFormat.of().parseHex(text.replaceAll("#.*", "").replaceAll("\\s", ""));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** The decoded form of each message of a datagram. */
    public static <T> List<T> decode(byte[] datagram, Decoder<T> decoder) throws MalformedMessageException {
        ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        List<T> values = new ArrayList<>();
        for (int at = 0; at < in.limit(); ) {
            Message message = Message.at(in, at, new UnknownAttributes());
            values.add(decoder.decode(message));
            at = message.next();
        }
        return values;
    }

    /**
     * The request encoded into a buffer full of 0xFF, as the last of a send, with the sequence number and port id of
     * {@code like}, which no two runs share.
     */
    public static byte[] encode(Request request, byte[] like) {
        return encode(request, Request::encode, like);
    }

    /** The encoded form of a thing, in the same way. */
    public static <T> byte[] encode(T thing, Encoder<T> encoder, byte[] like) {
        byte[] dirty = new byte[4096];
        Arrays.fill(dirty, (byte) 0xFF);
        RequestWriter buffer = new RequestWriter(ByteBuffer.wrap(dirty));
        ByteBuffer model = ByteBuffer.wrap(like).order(ByteOrder.nativeOrder());
        assertThat(buffer.append(thing, encoder, 0, model.getInt(SEQUENCE))).isTrue();
        buffer.acknowledgeLast();
        ByteBuffer out = buffer.datagram();
        out.putInt(PORT, model.getInt(PORT));
        return Arrays.copyOf(dirty, out.limit());
    }

    /** Every prefix and every change of one byte decodes to a value or is malformed; nothing else may happen. */
    public static void assertSurvivesDamage(String name, Decoder<?> decoder) {
        byte[] whole = bytes(name);
        for (int length = 0; length < whole.length; length++) {
            assertValueOrMalformed(name + " cut to " + length, Arrays.copyOf(whole, length), decoder);
        }
        for (byte[] message : messages(whole)) {
            assertSurvivesChanges(name, message, decoder);
        }
    }

    private static void assertSurvivesChanges(String name, byte[] message, Decoder<?> decoder) {
        for (int at = 0; at < message.length; at++) {
            byte original = message[at];
            for (int change = 1; change < 256; change++) {
                message[at] = (byte) (original ^ change);
                assertValueOrMalformed(name + " changed at " + at, message, decoder);
            }
            message[at] = original;
        }
    }

    private static List<byte[]> messages(byte[] datagram) {
        ByteBuffer in = ByteBuffer.wrap(datagram).order(ByteOrder.nativeOrder());
        List<byte[]> messages = new ArrayList<>();
        for (int at = 0; at < datagram.length; at += MessageHeader.align(in.getInt(at))) {
            messages.add(Arrays.copyOfRange(datagram, at, at + in.getInt(at)));
        }
        return messages;
    }

    private static void assertValueOrMalformed(String what, byte[] datagram, Decoder<?> decoder) {
        try {
            decode(datagram, decoder);
        } catch (MalformedMessageException expected) {
            assertThat(expected).hasMessageContaining("(at byte ");
        } catch (RuntimeException wrong) {
            throw new AssertionError(what + ": " + wrong, wrong);
        }
    }
}
