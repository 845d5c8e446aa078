package io.kubeipvs.daemon.config;

import io.kubeipvs.daemon.config.ConfigKey.Effect;
import java.util.List;
import java.util.stream.Stream;

/** The keys whose values differ between two configurations. */
final class ConfigDifferences {
    private ConfigDifferences() {}

    /** The keys that take effect while running, each as {@code key=value}. */
    static List<String> live(Config before, Config after) {
        return changed(Effect.LIVE, before, after)
                .map(key -> key.path() + "=" + String.join(",", key.valuesIn(after)))
                .toList();
    }

    /** The keys that take effect at the next start only. */
    static List<String> needRestart(Config before, Config after) {
        return changed(Effect.RESTART, before, after).map(ConfigKey::path).toList();
    }

    private static Stream<ConfigKey<?>> changed(Effect effect, Config before, Config after) {
        return ConfigKeys.ofAllFiles()
                .filter(key -> key.effect() == effect)
                .filter(key -> !key.valuesIn(before).equals(key.valuesIn(after)));
    }
}
