package io.kubeipvs.daemon.commands.config;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.output.TextTable;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigKey;
import io.kubeipvs.daemon.config.ConfigKeys;
import java.util.List;

/** The keys whose values are not the defaults. */
public record DifferencesAnswer(List<Difference> differences) implements Answer {
    /** One key. */
    record Difference(String key, String value, String byDefault) {}

    /** Those of a configuration. */
    public static DifferencesAnswer of(Config config) {
        return new DifferencesAnswer(ConfigKeys.ofAllFiles()
                .filter(key -> key.effect() != ConfigKey.Effect.NONE && key.isSetIn(config))
                .map(key -> new Difference(key.path(), String.join(",", key.valuesIn(config)), key.byDefault()))
                .toList());
    }

    @Override
    public String text(Style style, boolean isWide) {
        if (differences.isEmpty()) {
            return "every key has its default\n";
        }
        TextTable table = TextTable.of("KEY", "VALUE", "DEFAULT");
        differences.forEach(
                one -> table.row(one.key(), one.value(), one.byDefault().isEmpty() ? "-" : one.byDefault()));
        return table.toString();
    }

    @Override
    public Object document() {
        return differences;
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.OK;
    }
}
