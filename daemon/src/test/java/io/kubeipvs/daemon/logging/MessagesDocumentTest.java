package io.kubeipvs.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** docs/messages.md explains each event of the log, with its levels and keys, and no others. */
class MessagesDocumentTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "messages.md");
    private static final List<String> LEVELS = List.of("error", "warn", "info");

    /** A heading, the line of levels and keys, and the begin of the explanation. */
    private static final Pattern ENTRY = Pattern.compile("(?m)^### (\\S+)\n\n(`.*)\n\n\\S");

    @Test
    void explainsEveryEventWithItsLevelsAndKeys() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        ENTRY.matcher(Files.readString(DOCUMENT))
                .results()
                .forEach(entry -> documented.put(entry.group(1), entry.group(2)));
        assertThat(documented).isEqualTo(ofTheProgram());
    }

    @Test
    void hasEachEventOnceInTheOrderOfTheAlphabet() throws IOException {
        List<String> headings = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("### "))
                .toList();
        assertThat(headings)
                .hasSizeGreaterThan(80)
                .doesNotHaveDuplicates()
                .isSortedAccordingTo(Comparator.naturalOrder());
    }

    private static Map<String, String> ofTheProgram() throws IOException {
        Map<String, Set<String>> levels = new TreeMap<>();
        Map<String, Set<String>> keys = new TreeMap<>();
        for (Path file : LogCalls.sources()) {
            for (LogCalls.Call call : LogCalls.in(Files.readString(file))) {
                if (LEVELS.contains(call.level())) {
                    levels.computeIfAbsent(call.event(), event -> new TreeSet<>(Comparator.comparing(LEVELS::indexOf)))
                            .add(call.level());
                    keys.computeIfAbsent(call.event(), event -> new LinkedHashSet<>())
                            .addAll(call.keys());
                }
            }
        }
        Map<String, String> lines = new TreeMap<>();
        levels.forEach((event, all) -> lines.put(event, line(all, keys.get(event))));
        return lines;
    }

    private static String line(Set<String> levels, Set<String> keys) {
        String line = quoted(levels, " or ");
        return keys.isEmpty() ? line : line + " · " + quoted(keys, ", ");
    }

    private static String quoted(Set<String> words, String separator) {
        return words.stream().map(word -> "`" + word + "`").collect(Collectors.joining(separator));
    }
}
