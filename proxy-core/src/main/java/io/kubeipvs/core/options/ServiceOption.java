package io.kubeipvs.core.options;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * One option: the name of its annotation, the objects that can have it, its values and its meaning. Built by name, from
 * {@link #named}. Two are equal only if they are the same.
 *
 * @param <T> its value
 */
public final class ServiceOption<T> {
    /** The begin of the names of all annotations. */
    public static final String PREFIX = "kubeipvs.io/";

    private final Declaration<T> declared;
    private final Set<Holder> holders;

    /** Made once: each Service, slice and Node that is read is searched for it. */
    private final String annotation;

    private final List<Alias> aliases;

    /** The kinds of objects that can have options. */
    public enum Holder {
        SERVICE("Service"),
        SLICE("EndpointSlice"),
        NODE("Node");

        private final String kind;

        Holder(String kind) {
            this.kind = kind;
        }

        /** The kind of the object. */
        public String kind() {
            return kind;
        }
    }

    /**
     * Another program's annotation with the same meaning.
     *
     * @param annotation its whole name
     * @param translation makes our text of its text
     */
    public record Alias(String annotation, UnaryOperator<String> translation) {}

    private ServiceOption(Declaration<T> declared, Set<Holder> holders) {
        this.declared = declared;
        this.holders = Set.copyOf(holders);
        this.annotation = PREFIX + declared.name;
        this.aliases = List.copyOf(declared.aliases);
    }

    /** Begins to declare an option. */
    public static <T> Declaration<T> named(String name, OptionType<T> type) {
        return new Declaration<>(name, type);
    }

    /**
     * The declaration of an option before its objects are named, which {@link #on} does.
     *
     * @param <T> its value
     */
    public static final class Declaration<T> {
        private final String name;
        private final OptionType<T> type;
        private final List<Alias> aliases = new ArrayList<>();
        private String meaning = "";
        private boolean isAllowedByDefault = true;

        private Declaration(String name, OptionType<T> type) {
            this.name = name;
            this.type = type;
        }

        /** Its meaning, for the documentation; in Markdown, without an end of sentence. */
        public Declaration<T> meaning(String text) {
            meaning = text;
            return this;
        }

        /** Another program's annotation with the same values. */
        public Declaration<T> alias(String annotation) {
            return alias(annotation, text -> text);
        }

        /** Another program's annotation with other values. */
        public Declaration<T> alias(String annotation, UnaryOperator<String> translation) {
            aliases.add(new Alias(annotation, translation));
            return this;
        }

        /** The operator has to allow it first. */
        public Declaration<T> notAllowedByDefault() {
            isAllowedByDefault = false;
            return this;
        }

        /** An option of these objects. */
        public ServiceOption<T> on(Holder first, Holder... others) {
            return new ServiceOption<>(this, EnumSet.of(first, others));
        }
    }

    /** Its name, without the prefix of the annotation. */
    public String name() {
        return declared.name;
    }

    /** The name of its annotation. */
    public String annotation() {
        return annotation;
    }

    /** The annotations of other programs with the same meaning. */
    public List<Alias> aliases() {
        return aliases;
    }

    /** The kinds of objects that can have it. */
    public Set<Holder> holders() {
        return holders;
    }

    /** Its meaning, for people; in Markdown. */
    public String meaning() {
        return declared.meaning;
    }

    /** The allowed values in words. */
    public String allowed() {
        return declared.type.allowed();
    }

    /** The allowed values as a condition of CEL on {@code value}, for the API server; "" = there is none. */
    public String rule() {
        return declared.type.rule();
    }

    /** Whether tenants may use it unless the operator decides otherwise. */
    public boolean isAllowedByDefault() {
        return declared.isAllowedByDefault;
    }

    /** The value of a text; empty = the text is not allowed. */
    public Optional<T> parse(String text) {
        return declared.type.parser().apply(text.strip());
    }

    /** The text of a value. */
    String text(T value) {
        return declared.type.writer().apply(value);
    }

    @Override
    public String toString() {
        return declared.name;
    }
}
