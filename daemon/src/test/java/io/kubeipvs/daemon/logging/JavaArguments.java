package io.kubeipvs.daemon.logging;

import java.util.ArrayList;
import java.util.List;

/** Splits the arguments of a call in Java's source text. */
final class JavaArguments {
    private static final int NO_LITERAL = 0;

    private JavaArguments() {}

    /** @param text begins behind the opening parenthesis of the call */
    static List<String> of(String text) {
        List<String> arguments = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        int quote = NO_LITERAL;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != NO_LITERAL) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = NO_LITERAL;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if ("([{".indexOf(c) >= 0) {
                depth++;
            } else if (")]}".indexOf(c) >= 0 && depth-- == 0) {
                arguments.add(text.substring(begin, i));
                return arguments;
            } else if (c == ',' && depth == 0) {
                arguments.add(text.substring(begin, i));
                begin = i + 1;
            }
        }
        throw new IllegalArgumentException("the call does not end: " + text);
    }
}
