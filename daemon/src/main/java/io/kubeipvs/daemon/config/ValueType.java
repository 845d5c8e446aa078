package io.kubeipvs.daemon.config;

import java.util.List;
import java.util.Map;

/**
 * How the value of a key is written, which values are allowed, and what they mean.
 *
 * @param form how YAML writes it
 * @param parser makes a value of the texts
 * @param schema the same rule for the JSON schema of the Helm chart, in the words of JSON Schema; a pattern has no anchors
 * @param <T> what the program works with
 */
public record ValueType<T>(Form form, Parser<T> parser, Map<String, Object> schema) {
    /** How YAML writes a value. */
    public enum Form {
        /** A text. */
        TEXT,
        /** A number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        TRUTH,
        /** A duration, as Kubernetes writes it. */
        DURATION,
        /** A list of texts. */
        LIST,
        /** An amount of memory: a text such as {@code 1Mi}, or a number. */
        QUANTITY,
        /** A duration, or a number of nanoseconds. */
        TIME,
        /** Names, each with {@code true} or {@code false}. */
        SWITCHES,
        /** Patterns of files of Go, each with a level of the log. */
        MODULES
    }

    /** Makes a value of texts, at least one of them, or refuses them. */
    @FunctionalInterface
    public interface Parser<T> {
        /** @param name the key or flag, for the message */
        T parse(String name, List<String> texts) throws ConfigException;
    }

    /** Makes a value of one text, or refuses it. */
    @FunctionalInterface
    interface TextParser<T> {
        T parse(String name, String text) throws ConfigException;
    }

    public ValueType {
        schema = Map.copyOf(schema);
    }

    /** A type of values that are one text. Of several texts the last one counts, as with flags. */
    static <T> ValueType<T> of(Form form, Map<String, Object> schema, TextParser<T> parser) {
        return new ValueType<>(form, (name, texts) -> parser.parse(name, texts.get(texts.size() - 1)), schema);
    }

    /**
     * A type of values that are lists of texts.
     *
     * @param element the schema of one text
     */
    static <T> ValueType<T> list(Map<String, Object> element, Parser<T> parser) {
        return new ValueType<>(Form.LIST, parser, Map.of("type", "array", "items", element));
    }
}
