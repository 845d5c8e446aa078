package io.kubeipvs.arch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The promises of docs/reliability.md, and the figures that their tests printed in a recorded run. A line of {@code
 * promises.txt} is {@code promise | Class.method | figure}; a figure contains names in braces, of which {@code figures.txt}
 * has the values.
 */
final class Promises {
    private static final Path FOLDER = Path.of("src", "test", "resources", "reliability");
    private static final Pattern NAME = Pattern.compile("\\{([a-z0-9.-]+)}");

    private final List<Promise> all;
    private final Map<String, String> figures;

    /** One promise. The test is {@code Class.method}; the figure may be empty. */
    record Promise(String text, String test, String figure) {
        static Promise parse(String line) {
            String[] parts = line.split("\\|", -1);
            if (parts.length != 3) {
                throw new IllegalArgumentException("not 'promise | Class.method | figure': " + line);
            }
            return new Promise(parts[0].strip(), parts[1].strip(), parts[2].strip());
        }

        String className() {
            return test.substring(0, test.indexOf('.'));
        }

        String method() {
            return test.substring(test.indexOf('.') + 1);
        }
    }

    Promises(List<String> promises, List<String> figures) {
        this.all = lines(promises).map(Promise::parse).toList();
        this.figures = new TreeMap<>();
        lines(figures)
                .forEach(line ->
                        this.figures.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
    }

    static Promises recorded() throws IOException {
        return new Promises(
                Files.readAllLines(FOLDER.resolve("promises.txt")), Files.readAllLines(FOLDER.resolve("figures.txt")));
    }

    private static Stream<String> lines(List<String> lines) {
        return lines.stream().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#"));
    }

    List<Promise> all() {
        return all;
    }

    /** The figures that promises name and that were not recorded, and those that were and that none names. */
    Set<String> mismatches() {
        Set<String> named = new TreeSet<>();
        all.forEach(promise -> NAME.matcher(promise.figure()).results().forEach(match -> named.add(match.group(1))));
        Set<String> mismatches = new TreeSet<>(named);
        mismatches.removeAll(figures.keySet());
        figures.keySet().stream().filter(name -> !named.contains(name)).forEach(mismatches::add);
        return mismatches;
    }

    /** A table of Markdown. The files are the sources of the tests, by the names of their classes, as links. */
    String table(Map<String, String> files) {
        StringBuilder table = new StringBuilder("| Promise | Test | Figure |\n|---|---|---|\n");
        for (Promise promise : all) {
            table.append("| %s | [%s](%s) | %s |\n"
                    .formatted(promise.text(), promise.test(), files.get(promise.className()), filled(promise)));
        }
        return table.toString();
    }

    private String filled(Promise promise) {
        return NAME.matcher(promise.figure()).replaceAll(this::value);
    }

    private String value(MatchResult name) {
        return figures.getOrDefault(name.group(1), name.group()).replace("$", "\\$");
    }
}
