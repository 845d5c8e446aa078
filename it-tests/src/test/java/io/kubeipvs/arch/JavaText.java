package io.kubeipvs.arch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A Java source file, divided into what people read (comments, string literals) and names. In {@link #prose} every other
 * character is a space, so positions and lines are those of the file.
 */
final class JavaText {
    private final String source;
    private final char[] prose;
    private final List<Name> names = new ArrayList<>();
    private int at;

    /** An identifier, split into lower-case words, with the position of its first character. */
    record Name(int position, String words) {}

    JavaText(String source) {
        this.source = source;
        this.prose = source.replaceAll("[^\n]", " ").toCharArray();
        while (at < source.length()) {
            next();
        }
    }

    String prose() {
        return new String(prose);
    }

    List<Name> names() {
        return names;
    }

    private void next() {
        if (source.startsWith("//", at)) {
            keep(2, end("\n", at));
        } else if (source.startsWith("/*", at)) {
            keep(2, end("*/", at + 2));
        } else if (source.startsWith("\"\"\"", at)) {
            keep(3, end("\"\"\"", at + 3));
            at += 3;
        } else if (source.charAt(at) == '"') {
            keep(1, endOfLiteral('"'));
            at++;
        } else if (source.charAt(at) == '\'') {
            at = endOfLiteral('\'') + 1;
        } else if (Character.isJavaIdentifierStart(source.charAt(at))) {
            name();
        } else {
            at++;
        }
    }

    /** Copies the characters before {@code end}, except the first ones, and moves to the end. */
    private void keep(int first, int end) {
        for (int i = Math.min(at + first, end); i < end; i++) {
            prose[i] = source.charAt(i);
        }
        at = end;
    }

    private int end(String mark, int from) {
        int found = source.indexOf(mark, from);
        return found < 0 ? source.length() : found;
    }

    private int endOfLiteral(char quote) {
        int i = at + 1;
        while (i < source.length() && source.charAt(i) != quote && source.charAt(i) != '\n') {
            i += source.charAt(i) == '\\' ? 2 : 1;
        }
        return Math.min(i, source.length());
    }

    private void name() {
        int begin = at;
        while (at < source.length() && Character.isJavaIdentifierPart(source.charAt(at))) {
            at++;
        }
        String words = source.substring(begin, at)
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|_", " ")
                .toLowerCase(Locale.ROOT);
        names.add(new Name(begin, words));
    }
}
