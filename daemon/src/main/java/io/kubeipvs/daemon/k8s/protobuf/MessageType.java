package io.kubeipvs.daemon.k8s.protobuf;

import java.util.Arrays;

/** A type of message: its fields that readers use, by their numbers. Not to be changed once it is in use. */
final class MessageType {
    private Field[] fields = {};

    /** The kind of value that a field has. */
    enum Shape {
        /** A text; an empty one counts as absent, because a server sends it for each text that an object does not have. */
        TEXT,
        /** A text that may be empty: a pointer in Go. */
        OPTIONAL_TEXT,
        /** An integer of 32 bits; 0 counts as absent. */
        NUMBER,
        /** An integer of 32 bits that may be 0: a pointer in Go. */
        OPTIONAL_NUMBER,
        FLAG,
        TIME,
        /** A map of texts to texts. */
        TEXT_MAP,
        MESSAGE,
        /** A list of texts. */
        TEXTS,
        /** A list of messages. */
        MESSAGES
    }

    /**
     * A field.
     *
     * @param name as JSON has it
     * @param type of its message or messages; null for another shape
     */
    record Field(String name, Shape shape, MessageType type) {}

    /** Declares a field that has no message. Returns this. */
    MessageType with(int number, String name, Shape shape) {
        return with(number, new Field(name, shape, null));
    }

    /** Declares a field with a message. Returns this. */
    MessageType withMessage(int number, String name, MessageType type) {
        return with(number, new Field(name, Shape.MESSAGE, type));
    }

    /** Declares a field with a list of messages. Returns this. */
    MessageType withMessages(int number, String name, MessageType type) {
        return with(number, new Field(name, Shape.MESSAGES, type));
    }

    private MessageType with(int number, Field field) {
        if (number >= fields.length) {
            fields = Arrays.copyOf(fields, number + 1);
        }
        fields[number] = field;
        return this;
    }

    /** The field of this number; null if no reader uses it. */
    Field field(int number) {
        return number < fields.length ? fields[number] : null;
    }
}
