package io.kubeipvs.daemon.config;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One key of a configuration file.
 *
 * @param path where it stands, its parts joined by dots
 * @param form how its value is written
 * @param rule what its value may be
 * @param byDefault what holds when nothing is said, as it would be written; "" = nothing
 * @param effect what it does here
 * @param reading its value in a configuration; empty for one without effect
 * @param flag the flag that says the same, without the leading {@code --}; "" = none
 */
public record ConfigKey(
        String path,
        Form form,
        ValueRule rule,
        String byDefault,
        Effect effect,
        Optional<Function<Config, Object>> reading,
        String flag) {
    /** How a value is written. */
    public enum Form {
        /** Words. */
        TEXT,
        /** A whole number. */
        NUMBER,
        /** {@code true} or {@code false}. */
        TRUTH,
        /** A length of time, as Kubernetes writes it. */
        DURATION,
        /** A list of texts. */
        LIST,
        /** Anything: nothing is read of it. */
        OPAQUE
    }

    /** What saying something does. */
    public enum Effect {
        /** It acts, and follows the file while the program runs. */
        LIVE,
        /** It acts, from the next start on. */
        RESTART,
        /** It is accepted, for kube-proxy has it, and does nothing here. */
        NONE
    }

    static ConfigKey text(String path, ValueRule rule, String byDefault) {
        return of(path, Form.TEXT, rule, byDefault);
    }

    static ConfigKey number(String path, int least, int most, String byDefault) {
        return of(path, Form.NUMBER, ValueRule.number(least, most), byDefault);
    }

    static ConfigKey truth(String path, String byDefault) {
        return of(path, Form.TRUTH, ValueRule.TRUTH, byDefault);
    }

    static ConfigKey duration(String path, ValueRule rule, String byDefault) {
        return of(path, Form.DURATION, rule, byDefault);
    }

    static ConfigKey list(String path, ValueRule rule) {
        return of(path, Form.LIST, rule, "");
    }

    static ConfigKey opaque(String path) {
        return of(path, Form.OPAQUE, ValueRule.ANY, "");
    }

    /** One without effect. */
    static ConfigKey of(String path, Form form, ValueRule rule, String byDefault) {
        return new ConfigKey(path, form, rule, byDefault, Effect.NONE, Optional.empty(), "");
    }

    /** The same, acting while the program runs. */
    ConfigKey live(Function<Config, Object> inConfig) {
        return acting(Effect.LIVE, inConfig);
    }

    /** The same, acting from the next start on. */
    ConfigKey atStart(Function<Config, Object> inConfig) {
        return acting(Effect.RESTART, inConfig);
    }

    private ConfigKey acting(Effect what, Function<Config, Object> inConfig) {
        return new ConfigKey(path, form, rule, byDefault, what, Optional.of(inConfig), flag);
    }

    ConfigKey flag(String name) {
        return new ConfigKey(path, form, rule, byDefault, effect, reading, name);
    }

    /** What this configuration has for the key, as it would be written; what has no effect is in none. */
    List<String> valuesIn(Config config) {
        return reading.map(function -> words(function.apply(config))).orElse(List.of());
    }

    private static List<String> words(Object value) {
        if (value instanceof Collection<?> values) {
            return values.stream().map(Object::toString).toList();
        }
        if (value instanceof Optional<?> optional) {
            return optional.stream().map(Object::toString).toList();
        }
        return List.of(value instanceof Duration time ? Durations.text(time) : value.toString());
    }
}
