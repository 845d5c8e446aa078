package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.GoDuration;
import io.kubeipvs.daemon.config.ValueType.Form;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One key of a configuration file, declared once: the parser of the files, the flags, {@code --help}, the tables of
 * docs/configuration.md and the schema of the Helm chart come from it.
 *
 * @param <T> its value
 */
public final class ConfigKey<T> {
    private final KeyDeclaration<T> declared;
    private final Effect effect;
    private final Function<Config, ?> getter;
    private final BiConsumer<Config.Builder, T> setter;

    /** The effect of a key in this program. */
    public enum Effect {
        /** It acts, and changes of the file take effect while the program runs. */
        LIVE,
        /** It acts, from the next start on. */
        RESTART,
        /** It is accepted because kube-proxy has it, and does nothing here. */
        NONE
    }

    ConfigKey(
            KeyDeclaration<T> declared,
            Effect effect,
            Function<Config, ?> getter,
            BiConsumer<Config.Builder, T> setter) {
        this.declared = declared;
        this.effect = effect;
        this.getter = getter;
        this.setter = setter;
    }

    /** Its place in the file, its parts joined by dots. */
    public String path() {
        return declared.path();
    }

    /** How its value is written and which values are allowed. */
    public ValueType<T> type() {
        return declared.type();
    }

    /** How YAML writes its value. */
    public Form form() {
        return type().form();
    }

    /** Its effect in this program. */
    public Effect effect() {
        return effect;
    }

    /** Its meaning, for people; in Markdown. */
    public String meaning() {
        return declared.meaning();
    }

    /** The flags with the same meaning, each with its {@code --}; the first one is kube-proxy's, where it has one. */
    public List<String> flags() {
        return declared.flags().stream().map(name -> "--" + name).toList();
    }

    /** Whether its flag counts when there is a file too, and wins over the file. */
    public boolean isFlagStronger() {
        return declared.isFlagStronger();
    }

    /** Whether many users need its flag. */
    public boolean isCommon() {
        return declared.isCommon();
    }

    /** Whether a file may give null for the default. */
    boolean mayBeNull() {
        return declared.mayBeNull() || form() != Form.DURATION;
    }

    /** The value without files and flags, as it would be written; "" = none. */
    public String byDefault() {
        return declared.byDefault().orElseGet(() -> String.join(",", words(getter.apply(Config.DEFAULT), true)));
    }

    /** Its value in a configuration, as it would be written; a key without effect has none. */
    public List<String> valuesIn(Config config) {
        return words(getter.apply(config), false);
    }

    /** Whether this configuration has another value than the default. */
    public boolean isSetIn(Config config) {
        return !valuesIn(config).equals(valuesIn(Config.DEFAULT));
    }

    /**
     * Refuses texts that are no value of this key.
     *
     * @param name the name that the user knows it by
     */
    void check(String name, List<String> texts) throws ConfigException {
        type().parser().parse(name, texts);
    }

    /** Sets the value that these texts stand for; they were {@link #check checked}. */
    void set(Config.Builder config, String name, List<String> texts) throws ConfigException {
        setter.accept(config, type().parser().parse(name, texts));
    }

    private static List<String> words(Object value, boolean brief) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(Object::toString).toList();
        }
        if (value instanceof Optional<?> optional) {
            return optional.stream().map(Object::toString).toList();
        }
        if (value instanceof Duration time) {
            return List.of(brief ? GoDuration.brief(time) : GoDuration.text(time));
        }
        return List.of(value.toString());
    }

    @Override
    public String toString() {
        return path();
    }
}
