package io.kubeipvs.daemon.check;

import io.kubeipvs.daemon.check.CheckResult.State;
import java.util.List;
import java.util.stream.Collectors;

/** What was found, as a table for people: under each thing that is not well, what mends it. */
public final class CheckTable {
    private static final String WHAT = "WHAT";
    private static final String STATE = "STATE";

    private final List<CheckResult> results;
    private final String format;
    private final String indent;

    private CheckTable(List<CheckResult> results) {
        this.results = results;
        int what = results.stream()
                .mapToInt(result -> result.what().length())
                .max()
                .orElse(0);
        int width = Math.max(what, WHAT.length());
        this.format = "%-" + width + "s  %-" + State.MISSING.name().length() + "s  %s%n";
        this.indent = " ".repeat(width + 2);
    }

    /** The table, and a last line that says what it comes to. */
    public static String of(List<CheckResult> results) {
        return new CheckTable(results).text();
    }

    private String text() {
        return format.formatted(WHAT, STATE, "DETAIL")
                + results.stream().map(this::rows).collect(Collectors.joining())
                + conclusion()
                + System.lineSeparator();
    }

    private String rows(CheckResult result) {
        String row = format.formatted(result.what(), result.state(), result.detail());
        return result.mend().isEmpty() ? row : row + indent + "mend: " + result.mend() + System.lineSeparator();
    }

    private String conclusion() {
        long missing = count(State.MISSING);
        long warnings = count(State.WARNING);
        if (missing > 0) {
            return "not fit: %d missing, %d to look at".formatted(missing, warnings);
        }
        return warnings > 0 ? "fit, with %d to look at".formatted(warnings) : "fit";
    }

    private long count(State state) {
        return results.stream().filter(result -> result.state() == state).count();
    }
}
