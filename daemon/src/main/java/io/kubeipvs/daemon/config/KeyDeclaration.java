package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.config.ConfigKey.Effect;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The declaration of a key before its effect; {@link #live}, {@link #atStart} and {@link #withoutEffect} complete it.
 *
 * @param <T> the value of the key
 */
final class KeyDeclaration<T> {
    private final String path;
    private final ValueType<T> type;
    private List<String> flags = List.of();
    private String meaning = "";
    private Optional<String> byDefault = Optional.empty();
    private boolean isFlagStronger;
    private boolean mayBeNull;
    private boolean isCommon;

    private KeyDeclaration(String path, ValueType<T> type) {
        this.path = path;
        this.type = type;
    }

    /**
     * Begins to declare a key.
     *
     * @param path its place in the file, its parts joined by dots
     */
    static <T> KeyDeclaration<T> key(String path, ValueType<T> type) {
        return new KeyDeclaration<>(path, type);
    }

    /** A key at the head of a file, which must have this value. */
    static ConfigKey<String> header(String path, String value) {
        KeyDeclaration<String> key = key(path, ValueTypes.oneOf(value, value)).meaning("`" + value + "`");
        key.byDefault = Optional.of("");
        return key.atStart(config -> value, (config, same) -> {});
    }

    /** The flags with the same meaning, without the leading {@code --}. */
    KeyDeclaration<T> flag(String... names) {
        flags = List.of(names);
        return this;
    }

    /** A flag counts when there is a file too, and wins over the file. */
    KeyDeclaration<T> flagWins() {
        isFlagStronger = true;
        return this;
    }

    /** Many users need its flag, so that {@code --help} lists it. */
    KeyDeclaration<T> common() {
        isCommon = true;
        return this;
    }

    /** A duration that a file may give as null, for the default: kube-proxy's decoder allows it for some of them. */
    KeyDeclaration<T> orNull() {
        mayBeNull = true;
        return this;
    }

    /** Its meaning, for {@code --help} and the documentation; in Markdown, without an end of sentence. */
    KeyDeclaration<T> meaning(String text) {
        meaning = text;
        return this;
    }

    /** A key that acts, and is followed while the program runs. */
    ConfigKey<T> live(Function<Config, ?> getter, BiConsumer<Config.Builder, T> setter) {
        return new ConfigKey<>(this, Effect.LIVE, getter, setter);
    }

    /** A key that acts from the next start on. */
    ConfigKey<T> atStart(Function<Config, ?> getter, BiConsumer<Config.Builder, T> setter) {
        return new ConfigKey<>(this, Effect.RESTART, getter, setter);
    }

    /**
     * A key that does nothing here.
     *
     * @param kubeProxys kube-proxy's default, as it would be written
     */
    ConfigKey<T> withoutEffect(String kubeProxys) {
        byDefault = Optional.of(kubeProxys);
        return new ConfigKey<>(this, Effect.NONE, config -> List.of(), (config, value) -> {});
    }

    String path() {
        return path;
    }

    ValueType<T> type() {
        return type;
    }

    List<String> flags() {
        return flags;
    }

    String meaning() {
        return meaning;
    }

    Optional<String> byDefault() {
        return byDefault;
    }

    boolean isFlagStronger() {
        return isFlagStronger;
    }

    boolean mayBeNull() {
        return mayBeNull;
    }

    boolean isCommon() {
        return isCommon;
    }
}
