package io.kubeipvs.uapi;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The numbers and strings that a few C headers give names to, by {@code enum} and {@code #define}. */
final class CHeaders {

    /** An enumerator: its value is {@code expression}, or one more than its predecessor's where that is empty. */
    private record Enumerator(String name, String expression, Optional<Enumerator> predecessor) {}

    private static final Pattern COMMENT = Pattern.compile("/\\*.*?\\*/|//[^\\n]*", Pattern.DOTALL);
    private static final Pattern DEFINE = Pattern.compile("(?m)^[ \\t]*#[ \\t]*define[ \\t]+(\\w+)[ \\t]+(\\S.*)$");
    private static final Pattern DIRECTIVE = Pattern.compile("(?m)^[ \\t]*#.*$");
    private static final Pattern ENUM = Pattern.compile("\\benum\\b\\s*\\w*\\s*\\{([^}]*)\\}");

    private static final Pattern NAME = Pattern.compile("\\b[A-Za-z_]\\w*");

    private final Map<String, String> defines = new HashMap<>();
    private final Map<String, Enumerator> enumerators = new HashMap<>();
    private final List<List<String>> enums = new ArrayList<>();

    /**
     * Headers of one folder, which is laid out as the kernel's {@code include} or, without {@code uapi}, as
     * {@code /usr/include}; those that it lacks are omitted.
     *
     * @param names such as {@code uapi/linux/ip_vs.h}
     */
    static CHeaders read(Path folder, List<String> names) throws IOException {
        CHeaders headers = new CHeaders();
        for (String name : names) {
            Path kernels = folder.resolve(name);
            Path installed = folder.resolve(name.replaceFirst("^uapi/", ""));
            if (Files.exists(kernels)) {
                headers.add(Files.readString(kernels));
            } else if (name.startsWith("uapi/") && Files.exists(installed)) {
                headers.add(Files.readString(installed));
            }
        }
        return headers;
    }

    /** Adds what a header's text defines; where one name is defined twice, the first holds. */
    void add(String text) {
        String code = COMMENT.matcher(text.replace("\\\n", " ")).replaceAll(" ");
        Matcher define = DEFINE.matcher(code);
        while (define.find()) {
            defines.putIfAbsent(define.group(1), define.group(2).strip());
        }
        Matcher body = ENUM.matcher(DIRECTIVE.matcher(code).replaceAll(""));
        while (body.find()) {
            addEnum(body.group(1));
        }
    }

    /** Whether all names of an expression are known; a name is one too. */
    boolean defines(String expression) {
        return NAME.matcher(expression)
                .results()
                .map(MatchResult::group)
                .allMatch(name -> enumerators.containsKey(name) || defines.containsKey(name));
    }

    /** The value of an expression or a name: a {@link Long}, or a {@link String} that it is defined as. */
    Object value(String expression) {
        String definition = defines.getOrDefault(expression, "");
        if (definition.startsWith("\"") && !enumerators.containsKey(expression)) {
            return definition.substring(1, definition.lastIndexOf('"'));
        }
        return CExpression.evaluate(expression, this::number);
    }

    /** All names of the enum that a name is of, except the counters at its end; empty when it is of none. */
    List<String> siblings(String name) {
        return enums.stream().filter(names -> names.contains(name)).findFirst().orElse(List.of()).stream()
                .filter(sibling -> !sibling.startsWith("__") && !sibling.endsWith("_MAX"))
                .toList();
    }

    private void addEnum(String body) {
        List<String> names = new ArrayList<>();
        Optional<Enumerator> predecessor = Optional.empty();
        for (String item : body.split(",")) {
            String[] sides = item.strip().split("\\s*=\\s*", 2);
            if (!sides[0].isEmpty()) {
                Enumerator enumerator = new Enumerator(sides[0], sides.length < 2 ? "" : sides[1], predecessor);
                enumerators.putIfAbsent(sides[0], enumerator);
                names.add(sides[0]);
                predecessor = Optional.of(enumerator);
            }
        }
        enums.add(names);
    }

    /** An enumerator goes before a macro, which often only repeats its name. */
    private long number(String name) {
        Enumerator enumerator = enumerators.get(name);
        if (enumerator != null) {
            return number(enumerator);
        }
        if (!defines.containsKey(name)) {
            throw new IllegalArgumentException("the headers do not define " + name);
        }
        return CExpression.evaluate(defines.get(name), this::number);
    }

    private long number(Enumerator enumerator) {
        long steps = 0;
        Enumerator at = enumerator;
        while (at.expression().isEmpty() && at.predecessor().isPresent()) {
            at = at.predecessor().get();
            steps++;
        }
        return steps + (at.expression().isEmpty() ? 0 : CExpression.evaluate(at.expression(), this::number));
    }
}
