package io.kubeipvs.daemon.k8s.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.kubeipvs.daemon.k8s.protobuf.MessageType.Field;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a message into maps, lists, texts, numbers and booleans, the same that the object has in JSON; a time is an {@link
 * Instant}. What its type does not have is skipped without being decoded.
 */
final class MessageReader {
    /** The tags of the two fields of an element of a map: number and wire type in one. */
    private static final int KEY = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final int VALUE = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    private static final int SECONDS = 1 << 3 | WireFormat.WIRETYPE_VARINT;
    private static final int NANOS = 2 << 3 | WireFormat.WIRETYPE_VARINT;

    private final CodedInputStream in;

    MessageReader(CodedInputStream in) {
        this.in = in;
    }

    /** Begins to read something that has its length before it. Returns what {@link #end} needs. */
    int begin() throws IOException {
        return in.pushLimit(in.readRawVarint32());
    }

    /** Ends to read it. Refuses it if it is cut off. */
    void end(int outer) throws IOException {
        if (in.getBytesUntilLimit() != 0) {
            throw new InvalidProtocolBufferException("a message is cut off");
        }
        in.popLimit(outer);
    }

    /** Reads the message of which the length is next. */
    Map<String, Object> message(MessageType type) throws IOException {
        int outer = begin();
        Map<String, Object> map = new HashMap<>();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            Field field = type.field(WireFormat.getTagFieldNumber(tag));
            if (field == null || WireFormat.getTagWireType(tag) != wireType(field)) {
                in.skipField(tag);
            } else {
                put(field, map);
            }
        }
        end(outer);
        return map;
    }

    private static int wireType(Field field) {
        return switch (field.shape()) {
            case NUMBER, OPTIONAL_NUMBER, FLAG -> WireFormat.WIRETYPE_VARINT;
            default -> WireFormat.WIRETYPE_LENGTH_DELIMITED;
        };
    }

    private void put(Field field, Map<String, Object> map) throws IOException {
        switch (field.shape()) {
            case TEXT -> put(map, field, in.readString(), "");
            case OPTIONAL_TEXT -> map.put(field.name(), in.readString());
            case NUMBER -> put(map, field, in.readInt32(), 0);
            case OPTIONAL_NUMBER -> map.put(field.name(), in.readInt32());
            case FLAG -> map.put(field.name(), in.readBool());
            case TIME -> put(map, field, time(), null);
            case TEXT_MAP -> entry(map(map, field));
            case MESSAGE -> map.put(field.name(), message(field.type()));
            case TEXTS -> list(map, field).add(in.readString());
            case MESSAGES -> list(map, field).add(message(field.type()));
        }
    }

    private static void put(Map<String, Object> map, Field field, Object value, Object absent) {
        if (value != null && !value.equals(absent)) {
            map.put(field.name(), value);
        }
    }

    @SuppressWarnings("unchecked") // each name has one shape
    private static List<Object> list(Map<String, Object> map, Field field) {
        return (List<Object>) map.computeIfAbsent(field.name(), name -> new ArrayList<>());
    }

    @SuppressWarnings("unchecked") // each name has one shape
    private static Map<String, Object> map(Map<String, Object> map, Field field) {
        return (Map<String, Object>) map.computeIfAbsent(field.name(), name -> new HashMap<>());
    }

    private void entry(Map<String, Object> map) throws IOException {
        int outer = begin();
        String key = "";
        String value = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case KEY -> key = in.readString();
                case VALUE -> value = in.readString();
                default -> in.skipField(tag);
            }
        }
        end(outer);
        map.put(key, value);
    }

    /** Null for an empty one, which a server sends where there is no time, and for one that no calendar has. */
    private Instant time() throws IOException {
        int outer = begin();
        long seconds = 0;
        int nanos = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case SECONDS -> seconds = in.readInt64();
                case NANOS -> nanos = in.readInt32();
                default -> in.skipField(tag);
            }
        }
        end(outer);
        try {
            return seconds == 0 && nanos == 0 ? null : Instant.ofEpochSecond(seconds, nanos);
        } catch (DateTimeException e) {
            return null;
        }
    }
}
