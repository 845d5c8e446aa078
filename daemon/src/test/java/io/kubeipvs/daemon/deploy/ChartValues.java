package io.kubeipvs.daemon.deploy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * The table of the chart's values, made of values.yaml: a row for every key that has a comment, or whose group has none. A
 * group with a comment of its own is one row if no key in it has a comment.
 */
final class ChartValues {
    private final JsonNode values;
    private final List<String> lines;
    private final StringBuilder rows = new StringBuilder("| Value | Default | Meaning |\n|---|---|---|\n");

    private ChartValues(String text) throws IOException {
        values = Yaml.documents(text).get(0);
        lines = text.lines().toList();
    }

    static String table(String text) throws IOException {
        ChartValues made = new ChartValues(text);
        made.add(made.values, "", 0, 0);
        return made.rows.toString();
    }

    /** Adds the keys of a group, whose lines begin at this one. */
    private void add(JsonNode group, String prefix, int indent, int from) {
        int line = from;
        for (var field : group.properties()) {
            line = find(" ".repeat(indent) + field.getKey() + ":", line);
            String path = prefix + field.getKey();
            String comment = comment(line);
            boolean isGroup = field.getValue().isObject() && !field.getValue().isEmpty();
            if (isGroup && (comment.isEmpty() || hasComment(line + 1, indent))) {
                if (!comment.isEmpty()) {
                    row(path, "", comment);
                }
                add(field.getValue(), path + ".", indent + 2, line + 1);
            } else {
                row(path, "`" + flow(field.getValue()) + "`", comment);
            }
            line++;
        }
    }

    private int find(String key, int from) {
        for (int i = from; i < lines.size(); i++) {
            if (lines.get(i).startsWith(key)) {
                return i;
            }
        }
        throw new AssertionError("no line begins with '" + key + "'");
    }

    /** The comment above a line, as one text. */
    private String comment(int line) {
        List<String> texts = new ArrayList<>();
        for (int i = line - 1; i >= 0 && lines.get(i).strip().startsWith("#"); i--) {
            texts.add(0, lines.get(i).strip().substring(1).strip());
        }
        return String.join(" ", texts);
    }

    private boolean hasComment(int from, int indent) {
        return lines.stream()
                .skip(from)
                .takeWhile(line -> line.isBlank() || line.startsWith(" ".repeat(indent + 1)))
                .anyMatch(line -> line.strip().startsWith("#"));
    }

    private void row(String path, String value, String meaning) {
        rows.append("| `").append(path).append("` | ").append(value.isEmpty() ? "a group" : value);
        rows.append(" | ")
                .append(meaning.isEmpty() ? "see docs/configuration.md" : meaning)
                .append(" |\n");
    }

    private static String flow(JsonNode value) {
        if (value.isObject()) {
            return value.properties().stream()
                    .map(field -> field.getKey() + ": " + flow(field.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value.isArray()) {
            return value.valueStream().map(ChartValues::flow).collect(Collectors.joining(", ", "[", "]"));
        }
        return value.asString().isEmpty() ? "\"\"" : value.asString();
    }
}
