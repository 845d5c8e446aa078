package io.kubeipvs.arch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The words that texts or names must not contain, each with a replacement. */
final class RetiredWords {
    /** White space, and the signs that begin a continued line of a comment. */
    private static final String SPACE = "[\\\\s*/#]+";

    private final List<Word> words;
    private final Pattern any;

    private RetiredWords(List<Word> words) {
        this.words = words;
        this.any = Pattern.compile(
                "(?<!\\w)(?:" + words.stream().map(Word::expression).collect(Collectors.joining("|")) + ")(?!\\w)",
                Pattern.CASE_INSENSITIVE);
    }

    /** One retired word: a regular expression, its replacement, and the paths in which it is allowed. */
    record Word(String expression, String replacement, List<String> exceptions) {
        boolean matches(String text) {
            return Pattern.compile(expression, Pattern.CASE_INSENSITIVE)
                    .matcher(text)
                    .matches();
        }

        boolean isAllowedIn(String path) {
            return exceptions.stream().anyMatch(path::startsWith);
        }
    }

    /** A retired word in a text, with the position of its first character. */
    record Hit(int position, String found, Word word) {}

    /** Reads the words of one scope, {@code text} or {@code name}. */
    static RetiredWords read(Path list, String scope) throws IOException {
        List<Word> words = new ArrayList<>();
        for (String line : Files.readAllLines(list)) {
            String[] columns = line.split(" \\| ");
            if (columns[0].strip().equals(scope)) {
                words.add(word(columns));
            }
        }
        return new RetiredWords(words);
    }

    private static Word word(String[] columns) {
        String expression = columns[1].strip().replaceAll(" (?!\\?)", SPACE);
        List<String> exceptions =
                columns.length > 3 ? List.of(columns[3].strip().split(" ")) : List.of();
        return new Word("(?:" + expression + ")", columns[2].strip(), exceptions);
    }

    int count() {
        return words.size();
    }

    List<Word> words() {
        return words;
    }

    /** Returns the retired words of a text of this path. */
    List<Hit> in(String text, String path) {
        List<Hit> hits = new ArrayList<>();
        Matcher matcher = any.matcher(text);
        while (matcher.find()) {
            Word word = wordOf(matcher.group());
            if (!word.isAllowedIn(path)) {
                hits.add(new Hit(matcher.start(), matcher.group().replaceAll("\\s+", " "), word));
            }
        }
        return hits;
    }

    private Word wordOf(String found) {
        return words.stream().filter(word -> word.matches(found)).findFirst().orElseThrow();
    }
}
