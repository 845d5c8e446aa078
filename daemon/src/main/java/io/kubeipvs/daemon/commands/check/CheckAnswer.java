package io.kubeipvs.daemon.commands.check;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.check.CheckResult.State;
import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.commands.output.TextTable;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The answer of {@code kube-ipvs check}: a table, in which each problem is followed by its fix, and the conclusion.
 *
 * @param files which modules this kernel has as files
 */
public record CheckAnswer(List<CheckResult> results, ModuleFiles files) implements Answer {
    private static final Pattern MODPROBE = Pattern.compile("\\bmodprobe (?:-a )?([a-z0-9_]+(?: [a-z0-9_]+)*)");

    /** The content for programs. */
    private record Document(boolean ready, List<Row> results, Set<String> modules, Set<String> noFile) {}

    private record Row(String what, State state, String detail, String fix) {
        static Row of(CheckResult result) {
            return new Row(result.what(), result.state(), result.detail(), result.fix());
        }
    }

    public CheckAnswer {
        results = List.copyOf(results);
    }

    @Override
    public String text(Style style, boolean isWide) {
        TextTable table = TextTable.of("WHAT", "STATE", "DETAIL");
        for (CheckResult result : results) {
            table.row(result.what(), state(result.state(), style), result.detail())
                    .note(result.fix().isEmpty() ? "" : "fix: " + result.fix());
        }
        return table + modules() + conclusion() + "\n";
    }

    private static String state(State state, Style style) {
        return switch (state) {
            case OK -> style.good(state.name());
            case WARNING -> style.warning(state.name());
            case MISSING -> style.bad(state.name());
        };
    }

    /** One command for the modules of all rows, if several rows name one. */
    private String modules() {
        Set<String> all = wantedModules();
        if (all.isEmpty()) {
            return "";
        }
        String once = all.size() > 1 || fixes() > 1 ? "all at once: modprobe -a " + String.join(" ", all) + "\n" : "";
        Set<String> absent = files.missing(all);
        return once
                + (absent.isEmpty()
                        ? ""
                        : "this kernel has no file of " + String.join(", ", absent) + ": install the package with all"
                                + " modules of this kernel, or boot another kernel\n");
    }

    private long fixes() {
        return results.stream()
                .filter(result -> MODPROBE.matcher(result.fix()).find())
                .count();
    }

    private Set<String> wantedModules() {
        return results.stream()
                .flatMap(result -> MODPROBE.matcher(result.fix()).results())
                .flatMap(command -> List.of(command.group(1).split(" ")).stream())
                .collect(Collectors.toCollection(TreeSet::new));
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

    @Override
    public Object document() {
        return new Document(
                count(State.MISSING) == 0,
                results.stream().map(Row::of).toList(),
                wantedModules(),
                files.missing(wantedModules()));
    }

    @Override
    public ExitStatus status() {
        return count(State.MISSING) == 0 ? ExitStatus.OK : ExitStatus.FAILED;
    }
}
