package io.kubeipvs.daemon.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A metric as a page in Prometheus' text format shows it: all but its values. */
record Exposed(String name, String type, Set<String> labels, List<String> bounds) {
    private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:0-9]+)(?:\\{(.*)\\})? .*");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** All metrics of a page, by name. */
    static Map<String, Exposed> all(String page) {
        Map<String, Exposed> found = new TreeMap<>();
        for (String line : page.lines().toList()) {
            Matcher type = TYPE.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (type.matches()) {
                found.put(type.group(1), new Exposed(type.group(1), type.group(2), new TreeSet<>(), new ArrayList<>()));
            } else if (!line.startsWith("#") && sample.matches()) {
                found.get(family(sample.group(1), found)).take(sample.group(2) == null ? "" : sample.group(2));
            }
        }
        return found;
    }

    private static String family(String sample, Map<String, Exposed> known) {
        String base = sample.replaceFirst("_(bucket|sum|count)$", "");
        return known.containsKey(base) && known.get(base).type.equals("histogram") ? base : sample;
    }

    private void take(String text) {
        Matcher label = LABEL.matcher(text);
        while (label.find()) {
            if (!label.group(1).equals("le")) {
                labels.add(label.group(1));
            } else if (!bounds.contains(label.group(2))) {
                bounds.add(label.group(2));
            }
        }
    }

    /** The form of a line in the recording of kube-proxy. */
    static Exposed parse(String line) {
        String[] parts = (line + " ").split("\\|", -1);
        return new Exposed(parts[0].trim(), parts[1].trim(), new TreeSet<>(words(parts[2])), words(parts[3]));
    }

    private static List<String> words(String text) {
        return text.isBlank() ? List.of() : List.of(text.trim().split(" +"));
    }

    /** The form of the document. */
    String row() {
        String names = labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `" + name + "` | " + type + " | " + names + " |";
    }
}
