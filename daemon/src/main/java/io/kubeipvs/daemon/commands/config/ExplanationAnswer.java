package io.kubeipvs.daemon.commands.config;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.config.ConfigKey;
import io.kubeipvs.daemon.config.ValueType;
import java.util.List;
import java.util.stream.Collectors;

/** The meaning of keys of the configuration files, as docs/configuration.md has it. */
public record ExplanationAnswer(List<Explanation> keys) implements Answer {
    private static final int WIDTH = 90;

    /** One key. */
    record Explanation(String key, List<String> flags, String value, String byDefault, String effect, String meaning) {
        static Explanation of(ConfigKey<?> key) {
            return new Explanation(
                    key.path(),
                    key.flags(),
                    value(key.type()),
                    key.byDefault(),
                    effect(key.effect()),
                    key.meaning().replace("`", ""));
        }

        private static String value(ValueType<?> type) {
            String form = switch (type.form()) {
                case TEXT -> "a text";
                case NUMBER -> "a number";
                case TRUTH -> "true or false";
                case DURATION, TIME -> "a duration such as 30s, 1m30s or 500ms";
                case LIST -> "a list of texts; in a flag with commas between them";
                case QUANTITY -> "an amount of memory such as 1Mi";
                case SWITCHES -> "names, each with true or false";
                case MODULES -> "patterns of files, each with a level of the log";
            };
            Object allowed = type.schema().get("enum");
            return allowed instanceof List<?> all
                    ? all.stream().map(Object::toString).collect(Collectors.joining(", "))
                    : form;
        }

        private static String effect(ConfigKey.Effect effect) {
            return switch (effect) {
                case LIVE -> "an edit of the file takes effect at once";
                case RESTART -> "an edit of the file takes effect with the next start";
                case NONE -> "accepted, without effect";
            };
        }

        private String text(Style style) {
            return style.strong(key) + "\n"
                    + line("flag", String.join(", ", flags))
                    + line("value", value)
                    + line("default", byDefault)
                    + line("effect", effect)
                    + wrapped(meaning);
        }

        private static String line(String name, String value) {
            return value.isEmpty() ? "" : String.format("  %-8s %s\n", name, value);
        }

        private static String wrapped(String meaning) {
            StringBuilder text = new StringBuilder();
            StringBuilder line = new StringBuilder();
            for (String word : meaning.split(" ")) {
                if (line.length() + word.length() >= WIDTH) {
                    text.append("  ").append(line).append('\n');
                    line.setLength(0);
                }
                line.append(line.isEmpty() ? "" : " ").append(word);
            }
            return meaning.isEmpty()
                    ? ""
                    : text.append("  ").append(line).append('\n').toString();
        }
    }

    /** The explanations of these keys. */
    public static ExplanationAnswer of(List<ConfigKey<?>> keys) {
        return new ExplanationAnswer(keys.stream().map(Explanation::of).toList());
    }

    @Override
    public String text(Style style, boolean isWide) {
        return keys.stream().map(key -> key.text(style)).collect(Collectors.joining("\n"));
    }

    @Override
    public Object document() {
        return keys;
    }

    @Override
    public ExitStatus status() {
        return ExitStatus.OK;
    }
}
