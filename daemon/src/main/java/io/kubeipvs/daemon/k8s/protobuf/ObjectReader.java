package io.kubeipvs.daemon.k8s.protobuf;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.WireFormat;
import io.kubeipvs.daemon.k8s.OneLine;
import java.io.IOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads an object, or a list of objects, in the envelope of an API server: a magic number, then a message {@code
 * runtime.Unknown} with the kind and the object. Follows "Kubernetes Protobuf encoding" of the API concepts.
 */
final class ObjectReader {
    private static final int[] MAGIC = {'k', '8', 's', 0};

    private static final int TYPE = tag(1);
    private static final int RAW = tag(2);
    private static final int KIND = tag(2);
    private static final int LIST_METADATA = tag(1);
    private static final int LIST_ITEM = tag(2);
    private static final int LIST_VERSION = tag(2);
    private static final int LIST_CONTINUE = tag(3);
    private static final String LIST = "List";

    private final CodedInputStream in;
    private final MessageReader messages;

    ObjectReader(CodedInputStream in) {
        this.in = in;
        this.messages = new MessageReader(in);
    }

    private static int tag(int field) {
        return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    }

    /** The object up to the end of the input or its limit. */
    Map<String, Object> object() throws IOException {
        Map<String, Object> object = null;
        MessageType type = null;
        requireMagic();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TYPE) {
                type = typeOf(kind());
            } else if (tag == RAW && type != null) {
                object = messages.message(type);
            } else {
                in.skipField(tag);
            }
        }
        return required(object, "an object");
    }

    /**
     * The list up to the end of the input.
     *
     * @param items receives each object as soon as it was read
     */
    ListReader.Head list(Consumer<Map<String, Object>> items) throws IOException {
        ListReader.Head head = null;
        MessageType type = null;
        requireMagic();
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == TYPE) {
                String kind = kind();
                type = typeOf(kind.endsWith(LIST) ? kind.substring(0, kind.length() - LIST.length()) : kind);
            } else if (tag == RAW && type != null) {
                head = items(type, items);
            } else {
                in.skipField(tag);
            }
        }
        return required(head, "a list");
    }

    private ListReader.Head items(MessageType type, Consumer<Map<String, Object>> items) throws IOException {
        int outer = messages.begin();
        ListReader.Head head = null;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == LIST_METADATA) {
                head = head();
            } else if (tag == LIST_ITEM) {
                items.accept(messages.message(type));
            } else {
                in.skipField(tag);
            }
        }
        messages.end(outer);
        return head;
    }

    private ListReader.Head head() throws IOException {
        int outer = messages.begin();
        String version = "";
        String next = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == LIST_VERSION) {
                version = in.readString();
            } else if (tag == LIST_CONTINUE) {
                next = in.readString();
            } else {
                in.skipField(tag);
            }
        }
        messages.end(outer);
        return new ListReader.Head(version, next);
    }

    private String kind() throws IOException {
        int outer = messages.begin();
        String kind = "";
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (tag == KIND) {
                kind = in.readString();
            } else {
                in.skipField(tag);
            }
        }
        messages.end(outer);
        return kind;
    }

    private static MessageType typeOf(String kind) throws InvalidProtocolBufferException {
        MessageType type = KubernetesTypes.of(kind);
        if (type == null) {
            throw new InvalidProtocolBufferException(
                    "objects of the kind '" + OneLine.of(kind) + "' are not read here");
        }
        return type;
    }

    private void requireMagic() throws IOException {
        for (int expected : MAGIC) {
            if (in.readRawByte() != expected) {
                throw new InvalidProtocolBufferException("the magic number k8s is missing");
            }
        }
    }

    private static <T> T required(T value, String what) throws InvalidProtocolBufferException {
        if (value == null) {
            throw new InvalidProtocolBufferException(what + " is missing");
        }
        return value;
    }
}
