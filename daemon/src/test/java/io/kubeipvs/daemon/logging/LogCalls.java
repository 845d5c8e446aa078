package io.kubeipvs.daemon.logging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The calls of the logger in the program's sources. */
final class LogCalls {
    private static final Path SOURCES = Path.of("src", "main", "java");

    /** A call up to the end of its first argument, which is a concatenation of string literals. */
    private static final Pattern CALL = Pattern.compile(
            "\\b(?:LOG|log)\\.(trace|debug|info|warn|error)\\(\\s*((?:\"(?:[^\"\\\\]|\\\\.)*\"[\\s+]*)*)([^\"])");

    private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Pattern KEY = Pattern.compile(" ([a-z0-9_]+)=");

    private LogCalls() {}

    /** One call: its level, the line that it writes, and the character after the first argument. */
    record Call(String level, String line, String next) {
        String event() {
            return line.split(" ")[0];
        }

        List<String> keys() {
            return KEY.matcher(line).results().map(match -> match.group(1)).toList();
        }
    }

    /** The calls in a source text, in their order. */
    static List<Call> in(String source) {
        return CALL.matcher(source).results().map(LogCalls::call).toList();
    }

    private static Call call(MatchResult match) {
        return new Call(match.group(1), text(match.group(2)), match.group(3));
    }

    /** The texts of all string literals, joined. */
    static String text(String literals) {
        StringBuilder text = new StringBuilder();
        LITERAL.matcher(literals)
                .results()
                .forEach(literal -> text.append(literal.group(1).replace("\\\"", "\"")));
        return text.toString();
    }

    /** The program's source files, in the order of their paths. */
    static List<Path> sources() throws IOException {
        try (Stream<Path> all = Files.walk(SOURCES)) {
            return all.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
    }
}
