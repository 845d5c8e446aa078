package io.kubeipvs.daemon.check;

import io.kubeipvs.daemon.check.CheckResult.State;
import java.util.List;
import java.util.stream.Collectors;

/** The results as a table for people: each problem is followed by its fix. */
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

    /** The table, and a last line with the conclusion. */
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
        return result.fix().isEmpty() ? row : row + indent + "fix: " + result.fix() + System.lineSeparator();
    }

    private String conclusion() {
        long missing = count(State.MISSING);
        long warnings = count(State.WARNING);
        if (missing > 0) {
            return "not ready: %d missing, %s".formatted(missing, counted(warnings));
        }
        return warnings > 0 ? "ready, with " + counted(warnings) : "ready";
    }

    private static String counted(long warnings) {
        return warnings + (warnings == 1 ? " warning" : " warnings");
    }

    private long count(State state) {
        return results.stream().filter(result -> result.state() == state).count();
    }
}
