package io.kubeipvs.uapi;

import java.util.function.ToLongFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An integer constant expression of C, as headers use it: numbers, names, brackets and operators. */
final class CExpression {

    private static final Pattern TOKEN =
            Pattern.compile("\\s*(?:(0[xX][0-9a-fA-F]+|[0-9]+)[uUlL]*|([A-Za-z_]\\w*)|(<<|>>|[-+*/%&|^~()]))");

    private static final String[][] BINARY = {{"|"}, {"^"}, {"&"}, {"<<", ">>"}, {"+", "-"}, {"*", "/", "%"}};

    private final String text;
    private final ToLongFunction<String> names;
    private final Matcher matcher;
    private boolean hasToken;

    private CExpression(String text, ToLongFunction<String> names) {
        this.text = text;
        this.names = names;
        this.matcher = TOKEN.matcher(text);
        advance();
    }

    /** The expression's value; throws {@link IllegalArgumentException} for what it does not understand. */
    static long evaluate(String text, ToLongFunction<String> names) {
        CExpression expression = new CExpression(text.strip(), names);
        long value = expression.binary(0);
        if (expression.hasToken) {
            throw expression.unknown();
        }
        return value;
    }

    private long binary(int level) {
        if (level == BINARY.length) {
            return unary();
        }
        long left = binary(level + 1);
        for (String operator = taken(BINARY[level]); operator != null; operator = taken(BINARY[level])) {
            left = apply(operator, left, binary(level + 1));
        }
        return left;
    }

    private long unary() {
        String operator = taken("-", "~", "+", "(");
        if (operator == null) {
            return primary();
        }
        return switch (operator) {
            case "-" -> -unary();
            case "~" -> ~unary();
            case "+" -> unary();
            default -> closed(binary(0));
        };
    }

    private long closed(long value) {
        if (taken(")") == null) {
            throw unknown();
        }
        return value;
    }

    private long primary() {
        if (!hasToken || matcher.group(3) != null) {
            throw unknown();
        }
        String name = matcher.group(2);
        long value = name != null ? names.applyAsLong(name) : Long.decode(matcher.group(1));
        advance();
        return value;
    }

    /** The operator at hand, if it is one of these; null if not. */
    private String taken(String... operators) {
        for (String operator : operators) {
            if (hasToken && operator.equals(matcher.group(3))) {
                advance();
                return operator;
            }
        }
        return null;
    }

    private void advance() {
        int at = hasToken ? matcher.end() : 0;
        hasToken = matcher.region(at, text.length()).lookingAt();
        if (!hasToken && at < text.length()) {
            throw unknown();
        }
    }

    private IllegalArgumentException unknown() {
        return new IllegalArgumentException("\"" + text + "\" is no integer expression");
    }

    private static long apply(String operator, long left, long right) {
        return switch (operator) {
            case "|" -> left | right;
            case "^" -> left ^ right;
            case "&" -> left & right;
            case "<<" -> left << right;
            case ">>" -> left >> right;
            case "+" -> left + right;
            case "-" -> left - right;
            case "*" -> left * right;
            case "/" -> left / right;
            default -> left % right;
        };
    }
}
