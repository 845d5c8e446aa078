package io.kubeipvs.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** docs/operations.md and docs/usage.md name only log lines and metrics that exist. */
class OperationsDocumentTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern QUOTED = Pattern.compile("`[^`\n]*`");
    private static final Pattern WORD = Pattern.compile("[a-z0-9]+(?:_[a-z0-9]+)+");

    /** Words of Linux. */
    private static final Set<String> OF_THE_KERNEL = Set.of("conn_tab_bits", "ip_vs_mh", "ip_vs_sh", "nf_conntrack");

    /** A log line whose name has a part that is filled in. */
    private static final Pattern COMPOSED = Pattern.compile("\"(?:[a-z0-9]+_)*\\{}(?:_[a-z0-9]+)+");

    @Test
    void everyLogLineAndMetricOfTheDocumentsExists() throws IOException {
        Set<String> words = words(Files.readString(DOCS.resolve("operations.md")));
        words.addAll(words(Files.readString(DOCS.resolve("usage.md"))));
        assertThat(words).contains("first_sync", "packet_filter_repaired", "kubeipvs_drift_found_total");
        words.removeAll(OF_THE_KERNEL);
        String sources = sources();
        Set<String> composed = COMPOSED.matcher(sources)
                .results()
                .map(match -> match.group().substring(1).replace("{}", "[a-z_]+"))
                .collect(Collectors.toSet());
        assertThat(words)
                .filteredOn(word -> !sources.contains(word))
                .filteredOn(word -> composed.stream().noneMatch(word::matches))
                .isEmpty();
    }

    private static Set<String> words(String text) {
        return QUOTED.matcher(text)
                .results()
                .map(MatchResult::group)
                .flatMap(quoted -> WORD.matcher(quoted).results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The source files, and the document of metrics, which another test compares with the page. */
    private static String sources() throws IOException {
        StringBuilder sources = new StringBuilder(Files.readString(DOCS.resolve("metrics.md")));
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                sources.append(Files.readString(file));
            }
        }
        return sources.toString();
    }
}
