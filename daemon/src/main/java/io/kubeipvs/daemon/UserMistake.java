package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.output.Allowed;
import java.lang.reflect.Field;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A wrong command line in one line for the user: the flag or argument, its value, what is allowed, and what to do. It takes
 * the place of the words of picocli, for each flag of each command alike.
 */
final class UserMistake {
    private static final int SUGGESTIONS = 3;

    private UserMistake() {}

    /** The line. */
    static String text(ParameterException e) {
        if (e instanceof CommandLine.MissingParameterException missing) {
            return missing.getMissing().stream().map(UserMistake::missing).collect(Collectors.joining("; "));
        }
        if (e instanceof CommandLine.UnmatchedArgumentException unmatched) {
            return unmatched(unmatched);
        }
        if (e instanceof CommandLine.OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given twice; give it once";
        }
        if (e instanceof CommandLine.MutuallyExclusiveArgsException) {
            return e.getMessage()
                    .replaceFirst("^Error: (.*) are mutually exclusive.*", "$1: only one of them is allowed");
        }
        boolean isOfPicocli = e.getArgSpec() != null && e.getValue() != null;
        return isOfPicocli ? refused(e.getArgSpec(), e.getValue()) : e.getMessage();
    }

    private static String missing(ArgSpec spec) {
        return name(spec) + ": a value is missing; give " + (spec.isOption() ? name(spec) + " " : "")
                + spec.paramLabel();
    }

    private static String unmatched(CommandLine.UnmatchedArgumentException e) {
        String first = e.getUnmatched().get(0);
        String command = "'" + e.getCommandLine().getCommandSpec().qualifiedName() + "'";
        if (!e.isUnknownOption()) {
            return "'" + first + "' is one argument too many for " + command;
        }
        KeyFlags.show(e.getCommandLine().getCommandSpec()); // a hidden flag may be the meant one
        List<String> near = e.getSuggestions().stream()
                .filter(flag -> flag.startsWith("-"))
                .limit(SUGGESTIONS)
                .toList();
        return first.replaceFirst("=.*", "") + " is no flag of " + command
                + (near.isEmpty() ? "" : "; nearest: " + String.join(", ", near));
    }

    private static String refused(ArgSpec spec, String value) {
        return name(spec) + ": '" + value + "' is not allowed; allowed: " + allowed(spec);
    }

    private static String allowed(ArgSpec spec) {
        Optional<Allowed> values = values(spec);
        if (values.isPresent()) {
            return text(values.get());
        }
        boolean isTruth =
                Stream.of(spec.auxiliaryTypes()).anyMatch(type -> type == boolean.class || type == Boolean.class);
        return isTruth ? "true, false" : "a value such as " + spec.paramLabel();
    }

    private static String text(Allowed values) {
        if (values.words().length > 0) {
            return String.join(", ", values.words());
        }
        return values.to() == Integer.MAX_VALUE
                ? "a number from " + values.from() + " on"
                : values.from() + " to " + values.to();
    }

    private static Optional<Allowed> values(ArgSpec spec) {
        return spec.userObject() instanceof Field field
                ? Optional.ofNullable(field.getAnnotation(Allowed.class))
                : Optional.empty();
    }

    private static String name(ArgSpec spec) {
        return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
    }

    /**
     * Requires that each flag has an allowed value.
     *
     * @throws ParameterException for the first that has not
     */
    static void requireAllowed(ParseResult given) {
        for (ArgSpec spec : given.matchedArgs()) {
            values(spec).filter(allowed -> !isAllowed(allowed, spec.getValue())).ifPresent(allowed -> {
                Object value = spec.getValue();
                throw new ParameterException(given.commandSpec().commandLine(), refused(spec, value.toString()));
            });
        }
    }

    private static boolean isAllowed(Allowed allowed, Object value) {
        if (allowed.words().length > 0) {
            return List.of(allowed.words()).contains(String.valueOf(value));
        }
        int number = (int) value;
        return number >= allowed.from() && number <= allowed.to();
    }
}
