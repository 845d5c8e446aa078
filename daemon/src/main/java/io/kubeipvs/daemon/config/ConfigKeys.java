package io.kubeipvs.daemon.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** All keys that a kind of configuration file may have. */
public final class ConfigKeys {
    private final Map<String, ConfigKey> byPath;
    private final List<ConfigKey> all;

    ConfigKeys(List<ConfigKey> all) {
        this.all = List.copyOf(all);
        this.byPath = all.stream().collect(Collectors.toMap(ConfigKey::path, Function.identity()));
    }

    /** The keys, in the order in which they are documented. */
    public List<ConfigKey> all() {
        return all;
    }

    Optional<ConfigKey> at(String path) {
        return Optional.ofNullable(byPath.get(path));
    }

    /** Whether keys stand below this one. */
    boolean isGroup(String path) {
        return all.stream().anyMatch(key -> key.path().startsWith(path + "."));
    }

    /** What may stand right below this path, "" being the file itself; in words, for a message. */
    String allowedBelow(String path) {
        String prefix = path.isEmpty() ? "" : path + ".";
        List<String> names = new ArrayList<>();
        for (ConfigKey key : all) {
            if (key.path().startsWith(prefix)) {
                String name = key.path().substring(prefix.length()).split("\\.")[0];
                if (!names.contains(name)) {
                    names.add(name);
                }
            }
        }
        return String.join(", ", names);
    }
}
