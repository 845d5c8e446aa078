package io.kubeipvs.it.scenario;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The scenarios that there are. */
final class ScenarioFiles {
    private ScenarioFiles() {}

    /** All, in the order of their names; of those only that {@code KUBEIPVS_SCENARIOS}, a pattern, matches. */
    static List<Scenario> all() {
        String pattern = Objects.requireNonNullElse(System.getenv("KUBEIPVS_SCENARIOS"), "");
        Path folder = folder();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            return files.filter(file -> file.toString().endsWith(".txt"))
                    .filter(file -> !file.getParent().equals(folder))
                    .sorted()
                    .map(file -> ScenarioParser.parse(folder.relativize(file).toString(), read(file)))
                    .filter(scenario -> scenario.name().matches(".*(" + pattern + ").*"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The scenarios that a list names, a line each. */
    static Set<String> listed(String list) {
        return read(folder().resolve(list))
                .lines()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .collect(Collectors.toSet());
    }

    /** The manifest with both nodes, which a scenario has beside its own. */
    static String nodes() {
        return read(folder().resolve("nodes.yaml"));
    }

    private static Path folder() {
        try {
            return Path.of(ScenarioFiles.class.getResource("/scenarios").toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
