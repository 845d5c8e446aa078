package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.CheckResult.State;
import io.kubeipvs.daemon.commands.output.TextTable;
import java.util.List;

/** The results as a table for people: each problem is followed by its fix. */
public final class CheckTable {
    private final List<CheckResult> results;

    private CheckTable(List<CheckResult> results) {
        this.results = results;
    }

    /** The table, and a last line with the conclusion. */
    public static String of(List<CheckResult> results) {
        return new CheckTable(results).text();
    }

    private String text() {
        TextTable table = TextTable.of("WHAT", "STATE", "DETAIL");
        for (CheckResult result : results) {
            table.row(result.what(), result.state().name(), result.detail())
                    .note(result.fix().isEmpty() ? "" : "fix: " + result.fix());
        }
        return table + conclusion() + "\n";
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
