package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.config.ConfigKey.Effect;
import io.kubeipvs.daemon.config.ValueType.Form;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** The values that a file or the flags give, by key. Every value is allowed for its key. */
public final class KeyValues {
    /** kubeadm writes these where it has no value. */
    private static final List<String> ZEROS = List.of("0", "0s", "false");

    private final ConfigKeys keys;
    private final UnaryOperator<String> naming;
    private final boolean isFile;
    private final Map<ConfigKey<?>, List<String>> given = new LinkedHashMap<>();
    private final Set<ConfigWarning> warnings = new LinkedHashSet<>();

    private KeyValues(ConfigKeys keys, UnaryOperator<String> naming, boolean isFile) {
        this.keys = keys;
        this.naming = naming;
        this.isFile = isFile;
    }

    /**
     * No values of flags yet.
     *
     * @param naming makes of a key's path the name by which the user knows the key
     */
    public static KeyValues ofFlags(ConfigKeys keys, UnaryOperator<String> naming) {
        return new KeyValues(keys, naming, false);
    }

    /**
     * No values of a file yet.
     *
     * @param naming makes of a key's path the name by which the user knows the key
     */
    static KeyValues ofFile(ConfigKeys keys, UnaryOperator<String> naming) {
        return new KeyValues(keys, naming, true);
    }

    /** Gives this key these values; an empty text is no value, except in a list. */
    public void put(ConfigKey<?> key, List<String> texts) throws ConfigException {
        boolean isNone = texts.isEmpty() || key.form() == Form.TEXT && texts.equals(List.of(""));
        if (!isNone) {
            key.check(name(key.path()), texts);
            given.put(key, List.copyOf(texts));
        }
    }

    /** Adds a part that is not used. */
    void warn(ConfigWarning warning) {
        warnings.add(warning);
    }

    /** The parts that are not used, in their order. */
    public List<ConfigWarning> warnings() {
        return List.copyOf(warnings);
    }

    /** Whether a file has these values, and not the command line. */
    boolean areOfFile() {
        return isFile;
    }

    /** These values without the keys that are not accepted. */
    public KeyValues only(Predicate<ConfigKey<?>> accepted) {
        KeyValues fewer = new KeyValues(keys, naming, isFile);
        fewer.given.putAll(given);
        fewer.given.keySet().removeIf(accepted.negate());
        return fewer;
    }

    /**
     * The base with these values instead of its own.
     *
     * @param base is kept where no value is given, and where a flag wins over the file and the flag was given
     */
    public Config over(Config base) throws ConfigException {
        Config.Builder config = new Config.Builder(base);
        for (Map.Entry<ConfigKey<?>, List<String>> entry : given.entrySet()) {
            ConfigKey<?> key = entry.getKey();
            if (!key.isFlagStronger() || !key.isSetIn(base)) {
                key.set(config, name(key.path()), entry.getValue());
            }
        }
        keys.rules().apply(this, config);
        return config.build();
    }

    /** The name by which the user knows the key. */
    String name(String path) {
        return naming.apply(path);
    }

    /** The value of a key; of several, the last one. */
    Optional<String> text(String path) {
        List<String> words = texts(path);
        return words.isEmpty() ? Optional.empty() : Optional.of(words.get(words.size() - 1));
    }

    /** The values of a key. */
    List<String> texts(String path) {
        ConfigKey<?> key = keys.at(path).orElseThrow(() -> new IllegalArgumentException("no such key: " + path));
        return given.getOrDefault(key, List.of());
    }

    /** The keys that have another value than kube-proxy's default, and no effect here; sorted. */
    List<String> withoutEffect() {
        return keys.all().stream()
                .filter(key -> key.effect() == Effect.NONE)
                .filter(key -> text(key.path())
                        .filter(text -> !text.equals(key.byDefault()) && !ZEROS.contains(text))
                        .isPresent())
                .map(ConfigKey::path)
                .sorted()
                .toList();
    }

    /** The values of keys without effect, by path; without zeros, which kubeadm writes for the default. */
    Map<String, List<String>> valuesWithoutEffect() {
        Map<String, List<String>> values = new LinkedHashMap<>();
        given.forEach((key, words) -> {
            boolean isValue = key.form() == Form.TRUTH || !ZEROS.containsAll(words);
            if (key.effect() == Effect.NONE && isValue) {
                values.put(key.path(), words);
            }
        });
        return values;
    }
}
