package io.kubeipvs.daemon.k8s.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * Reads the events of a watch, one after the other. Each has its length before it, 4 bytes in network order ({@code
 * pkg/util/framer} of k8s.io/apimachinery), and is a message {@code WatchEvent}.
 */
public final class EventReader {
    /** Bytes of an event. A server's database takes objects of 1.5 MB, unless it is set otherwise. */
    private static final int LONGEST = 64 << 20;

    private static final int TYPE = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int OBJECT = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int RAW = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private final CodedInputStream in;
    private final MessageReader messages;

    private EventReader(byte[] event) {
        this.in = CodedInputStream.newInstance(event);
        this.messages = new MessageReader(in);
    }

    /**
     * An event.
     *
     * @param type for instance ADDED; null = it has none
     * @param object as {@link ListReader#read} passes it; null = it has none
     */
    public record Event(String type, Map<String, Object> object) {}

    /**
     * Waits for the next event; null when the server ended the watch, also in the middle of an event.
     *
     * @throws InvalidProtocolBufferException when what came is not an event
     * @throws IOException when it cannot be received
     */
    public static Event next(InputStream watch) throws IOException {
        byte[] length = watch.readNBytes(Integer.BYTES);
        if (length.length < Integer.BYTES) {
            return null;
        }
        int bytes = ByteBuffer.wrap(length).getInt();
        if (bytes < 0 || bytes > LONGEST) {
            throw new InvalidProtocolBufferException("an event has " + Integer.toUnsignedString(bytes) + " bytes");
        }
        byte[] event = watch.readNBytes(bytes);
        return event.length < bytes ? null : new EventReader(event).read();
    }

    private Event read() throws IOException {
        String type = null;
        Map<String, Object> object = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TYPE) {
                type = in.readString();
            } else if (tag == OBJECT) {
                object = object();
            } else {
                in.skipField(tag);
            }
        }
        return new Event(type, object);
    }

    private Map<String, Object> object() throws IOException {
        int outer = messages.begin();
        Map<String, Object> object = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == RAW) {
                int outermost = messages.begin();
                object = new ObjectReader(in).object();
                messages.end(outermost);
            } else {
                in.skipField(tag);
            }
        }
        messages.end(outer);
        return object;
    }
}
