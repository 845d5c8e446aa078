package io.kubeipvs.daemon.config;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All keys that a kind of configuration file may have. */
public final class ConfigKeys {
    private final Map<String, ConfigKey<?>> byPath;
    private final List<ConfigKey<?>> all;
    private final Rules rules;

    /** The rules that join several keys. */
    @FunctionalInterface
    interface Rules {
        /** No rule. */
        Rules NONE = (values, config) -> {};

        void apply(KeyValues values, Config.Builder config) throws ConfigException;
    }

    ConfigKeys(List<ConfigKey<?>> all, Rules rules) {
        this.all = List.copyOf(all);
        this.byPath = all.stream().collect(Collectors.toMap(ConfigKey::path, Function.identity()));
        this.rules = rules;
    }

    /** The keys of every kind of file: kube-proxy's first. */
    public static Stream<ConfigKey<?>> ofAllFiles() {
        return Stream.of(KubeProxyKeys.KEYS, OwnKeys.KEYS).flatMap(keys -> keys.all().stream());
    }

    /**
     * The keys of all files with this path, or below it; in the order in which they are documented.
     *
     * @throws ConfigException when there is none; the message names the most similar one
     */
    public static List<ConfigKey<?>> find(String path) throws ConfigException {
        List<ConfigKey<?>> found = ofAllFiles()
                .filter(key -> key.path().equalsIgnoreCase(path)
                        || key.path().toLowerCase(Locale.ROOT).startsWith(path.toLowerCase(Locale.ROOT) + ".")
                        || key.flags().contains(path))
                .toList();
        if (found.isEmpty()) {
            String near = Stream.of(KubeProxyKeys.KEYS, OwnKeys.KEYS)
                    .flatMap(keys -> NearestKey.to(path, keys).stream())
                    .distinct()
                    .collect(Collectors.joining(" or "));
            throw new ConfigException("'" + path + "' is no key of a configuration file"
                    + (near.isEmpty() ? "; 'kube-ipvs config' lists all" : "; most similar: " + near));
        }
        return found;
    }

    /** The keys, in the order in which they are documented. */
    public List<ConfigKey<?>> all() {
        return all;
    }

    Rules rules() {
        return rules;
    }

    Optional<ConfigKey<?>> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** Whether there are keys below this one. */
    boolean isGroup(String path) {
        return all.stream().anyMatch(key -> key.path().startsWith(path + "."));
    }

    /** The names that are allowed directly below this path, "" being the file itself; in words, for a message. */
    String allowedBelow(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        return all.stream()
                .map(ConfigKey::path)
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()).split("\\.")[0])
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
