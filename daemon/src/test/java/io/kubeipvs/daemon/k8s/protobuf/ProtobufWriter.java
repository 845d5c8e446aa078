package io.kubeipvs.daemon.k8s.protobuf;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Writes objects, lists and events as an API server sends them in protobuf, from their JSON. */
public final class ProtobufWriter {
    private static final byte[] MAGIC = {'k', '8', 's', 0};
    private static final JsonMapper JSON = new JsonMapper();

    private ProtobufWriter() {}

    private interface Content {
        void write(CodedOutputStream out) throws IOException;
    }

    /** Writes an object, or a list, with its envelope. */
    public static byte[] object(JsonNode object) {
        String kind = object.path("kind").asString();
        if (!kind.endsWith("List")) {
            return envelope(object, message(kind, object));
        }
        String kindOfItems = kind.substring(0, kind.length() - "List".length());
        return list(
                object,
                object.path("items")
                        .valueStream()
                        .map(item -> message(kindOfItems, item))
                        .toList());
    }

    /** Writes a list with its envelope. The items of its JSON do not count, but these, which were written before. */
    public static byte[] list(String json, List<byte[]> items) {
        return list(JSON.readTree(json), items);
    }

    private static byte[] list(JsonNode list, List<byte[]> items) {
        return envelope(list, bytes(out -> {
            out.writeByteArray(1, message("ListMeta", list.path("metadata")));
            for (byte[] item : items) {
                out.writeByteArray(2, item);
            }
        }));
    }

    /** Writes an item of a list. */
    public static byte[] item(String json) {
        JsonNode object = JSON.readTree(json);
        return message(object.path("kind").asString(), object);
    }

    private static byte[] envelope(JsonNode object, byte[] raw) {
        byte[] envelope = bytes(out -> {
            out.writeByteArray(1, bytes(type -> {
                type.writeString(1, object.path("apiVersion").asString());
                type.writeString(2, object.path("kind").asString());
            }));
            out.writeByteArray(2, raw);
            out.writeString(3, "");
            out.writeString(4, "");
        });
        return ByteBuffer.allocate(MAGIC.length + envelope.length)
                .put(MAGIC)
                .put(envelope)
                .array();
    }

    /** Writes an event of a watch with its length. */
    public static byte[] event(JsonNode event) {
        byte[] bytes = bytes(out -> {
            out.writeString(1, event.path("type").asString());
            out.writeByteArray(2, bytes(object -> object.writeByteArray(1, object(event.path("object")))));
        });
        return ByteBuffer.allocate(Integer.BYTES + bytes.length)
                .putInt(bytes.length)
                .put(bytes)
                .array();
    }

    /** Writes the events of these lines of JSON. */
    public static byte[] events(String lines) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        lines.lines().map(JSON::readTree).map(ProtobufWriter::event).forEach(all::writeBytes);
        return all.toByteArray();
    }

    /** Writes the object, or the list, of this JSON. */
    public static byte[] object(String json) {
        return object(JSON.readTree(json));
    }

    private static byte[] message(String type, JsonNode object) {
        Set<String> names = new HashSet<>(object.propertyNames());
        names.removeAll(Set.of("kind", "apiVersion"));
        byte[] bytes = bytes(out -> {
            for (ApiTypes.Field field : ApiTypes.fields(type)) {
                names.remove(field.name());
                write(out, field, object.path(field.name()));
            }
        });
        names.removeAll(ApiTypes.fields(type).stream().map(ApiTypes.Field::name).toList());
        if (!names.isEmpty()) {
            throw new AssertionError("ApiTypes lacks " + names + " of " + type);
        }
        return bytes;
    }

    private static void write(CodedOutputStream out, ApiTypes.Field field, JsonNode value) throws IOException {
        if (field.isList()) {
            for (JsonNode element : value) {
                writeOne(out, field, element);
            }
        } else if (field.isAlwaysSent() || !value.isMissingNode() && !value.isNull()) {
            writeOne(out, field, value);
        }
    }

    private static void writeOne(CodedOutputStream out, ApiTypes.Field field, JsonNode value) throws IOException {
        int number = field.number();
        switch (field.type()) {
            case "string" -> out.writeString(number, value.asString(""));
            case "int" -> out.writeInt64(number, value.asLong(0));
            case "bool" -> out.writeBool(number, value.asBoolean(false));
            case "Time" -> out.writeByteArray(number, time(value));
            case "IntOrString" -> out.writeByteArray(number, intOrString(value));
            case "FieldsV1" -> out.writeByteArray(number, bytes(raw -> raw.writeByteArray(1, utf8(value.toString()))));
            case "map" -> writeMap(out, number, value, text -> utf8(text.asString()));
            case "quantities" ->
                writeMap(out, number, value, amount -> bytes(quantity -> quantity.writeString(1, amount.asString())));
            default -> out.writeByteArray(number, message(field.type(), value));
        }
    }

    private interface Encoding {
        byte[] of(JsonNode value);
    }

    /** A server sends the elements in the order of their names. */
    private static void writeMap(CodedOutputStream out, int number, JsonNode map, Encoding encoding)
            throws IOException {
        Map<String, JsonNode> sorted = new TreeMap<>();
        map.forEachEntry(sorted::put);
        for (Map.Entry<String, JsonNode> entry : sorted.entrySet()) {
            out.writeByteArray(number, bytes(one -> {
                one.writeString(1, entry.getKey());
                one.writeByteArray(2, encoding.of(entry.getValue()));
            }));
        }
    }

    /** Empty where there is none. A server sends whole seconds. */
    private static byte[] time(JsonNode text) {
        return bytes(out -> {
            if (text.isString()) {
                out.writeInt64(1, Instant.parse(text.asString()).getEpochSecond());
                out.writeInt32(2, 0);
            }
        });
    }

    private static byte[] intOrString(JsonNode value) {
        return bytes(out -> {
            out.writeInt64(1, value.isString() ? 1 : 0);
            out.writeInt32(2, value.isInt() ? value.asInt() : 0);
            out.writeString(3, value.isString() ? value.asString() : "");
        });
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(Content content) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            content.write(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
