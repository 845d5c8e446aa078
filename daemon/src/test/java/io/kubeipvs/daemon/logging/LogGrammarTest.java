package io.kubeipvs.daemon.logging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every log line of the program follows the table "Log lines" in CONTRIBUTING.md. */
class LogGrammarTest {
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** A call up to the end of its first argument, which is a concatenation of string literals. */
    private static final Pattern CALL = Pattern.compile(
            "LOG\\.(?:trace|debug|info|warn|error)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)*)([^\"])");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern LINE = Pattern.compile("[a-z0-9_]+(?: [a-z0-9_]+=(?:\"[^\"]*\"|[^\\s\"]+))*");
    private static final Pattern RETIRED_KEY = Pattern.compile(" (?:do|mend|remedy|action|allow|needs|reason)=");
    private static final Pattern UNQUOTED = Pattern.compile(" (?:cause|fix)=[^\"]");

    /** The pairs of this line are the changed configuration keys and their values. */
    private static final Set<String> OF_PAIRS = Set.of("config_changed {}");

    @Test
    void everyLineIsAnEventAndPairs() throws IOException {
        List<String> wrong = new ArrayList<>();
        int calls = 0;
        for (Path file : sources()) {
            Matcher call = CALL.matcher(Files.readString(file));
            while (call.find()) {
                calls++;
                String line = text(call.group(1));
                if (!isGood(line) || !call.group(2).matches("[,)]")) {
                    wrong.add(file.getFileName() + ": " + line);
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(calls).isGreaterThan(50);
    }

    @Test
    void theGrammarRefusesWhatTheTableDoesNotAllow() {
        assertThat(isGood("synced services={} took={}ms cause=\"{}\" fix=\"a b\""))
                .isTrue();
        assertThat(List.of(
                        "synced {}",
                        "Synced services={}",
                        "synced services={}: {}",
                        "synced cause={}",
                        "synced fix={}",
                        "synced do=\"{}\"",
                        "synced reason=\"{}\"",
                        "synced needs=CAP_X",
                        "",
                        "kind={}"))
                .noneMatch(LogGrammarTest::isGood);
    }

    private static boolean isGood(String line) {
        return OF_PAIRS.contains(line)
                || LINE.matcher(line).matches()
                        && !RETIRED_KEY.matcher(line).find()
                        && !UNQUOTED.matcher(line).find();
    }

    private static String text(String literals) {
        StringBuilder text = new StringBuilder();
        Matcher literal = LITERAL.matcher(literals);
        while (literal.find()) {
            text.append(literal.group(1).replace("\\\"", "\""));
        }
        return text.toString();
    }

    private static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }
}
