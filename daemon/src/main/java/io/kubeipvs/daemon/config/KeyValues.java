package io.kubeipvs.daemon.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What a file or the flags say, by key; every value is one that the key may have. */
public final class KeyValues {
    private final ConfigKeys keys;
    private final UnaryOperator<String> naming;
    private final Map<String, List<String>> said = new LinkedHashMap<>();

    /**
     * Nothing is said yet.
     *
     * @param naming makes of a key's path the name by which the user knows it
     */
    public KeyValues(ConfigKeys keys, UnaryOperator<String> naming) {
        this.keys = keys;
        this.naming = naming;
    }

    /** This key has these values; an empty text says nothing. */
    public void put(ConfigKey key, List<String> values) throws ConfigException {
        List<String> words = values.stream().filter(value -> !value.isEmpty()).toList();
        for (String word : words) {
            key.rule().check(name(key.path()), word);
        }
        if (!words.isEmpty()) {
            said.put(key.path(), words);
        }
    }

    /** The name by which the user knows the key. */
    String name(String path) {
        return naming.apply(path);
    }

    Optional<String> text(String path) {
        List<String> words = texts(path);
        return words.isEmpty() ? Optional.empty() : Optional.of(words.get(words.size() - 1));
    }

    List<String> texts(String path) {
        if (keys.at(path).isEmpty()) {
            throw new IllegalArgumentException("no such key: " + path);
        }
        return said.getOrDefault(path, List.of());
    }

    boolean truth(String path, boolean otherwise) {
        return text(path).map(Boolean::valueOf).orElse(otherwise);
    }

    int number(String path, int otherwise) {
        return text(path).map(Integer::valueOf).orElse(otherwise);
    }

    Duration duration(String path, Duration otherwise) throws ConfigException {
        Optional<String> text = text(path);
        return text.isPresent() ? Durations.parse(name(path), text.get()) : otherwise;
    }

    /** The keys that say something else than what holds anyway, and do nothing here; sorted. */
    List<String> withoutEffect() {
        List<String> paths = new ArrayList<>();
        for (ConfigKey key : keys.all()) {
            boolean isSilent = text(key.path())
                    .filter(text -> !text.equals(key.byDefault()) && !isNothing(text))
                    .isEmpty();
            if (key.effect() == ConfigKey.Effect.NONE && !isSilent) {
                paths.add(key.path());
            }
        }
        paths.sort(null);
        return paths;
    }

    /** What keys without effect say, by path; kubeadm's ways to say nothing are left out, but for what is simply not so. */
    Map<String, List<String>> unheeded() {
        Map<String, List<String>> unheeded = new LinkedHashMap<>();
        for (ConfigKey key : keys.all()) {
            List<String> words = texts(key.path());
            boolean isSaid =
                    key.form() == ConfigKey.Form.TRUTH || !words.stream().allMatch(KeyValues::isNothing);
            if (key.effect() == ConfigKey.Effect.NONE && isSaid && !words.isEmpty()) {
                unheeded.put(key.path(), words);
            }
        }
        return unheeded;
    }

    /** kubeadm's ways to say nothing. */
    private static boolean isNothing(String text) {
        return List.of("0", "0s", "false").contains(text);
    }
}
