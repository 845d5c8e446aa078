package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.inspect.StatusDocument;
import io.kubeipvs.daemon.servercheck.CheckOverview;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The status as one screen: a headline, a row for each part, and the conclusion. */
final class StatusText {
    private static final int WIDTH = 14;
    private static final String INDENT = " ".repeat(2 + WIDTH);
    /** So many refused objects have a line; {@code -o wide} shows all. */
    private static final int SOME = 5;

    private final StatusDocument status;
    private final Style style;
    private final int most;
    private final StringBuilder text = new StringBuilder();

    StatusText(StatusDocument status, Style style, boolean isWide) {
        this.status = status;
        this.style = style;
        this.most = isWide ? Integer.MAX_VALUE : SOME;
    }

    String text() {
        headline();
        source();
        sync();
        kernel();
        failedOperations();
        refused();
        checks();
        otherPrograms();
        memory();
        otherProblems();
        conclusion();
        return text.toString();
    }

    private void headline() {
        StatusDocument.Program program = status.program();
        String state = status.state().name();
        text.append(style.strong("kube-ipvs " + program.version()))
                .append("  node ")
                .append(program.node())
                .append("  up ")
                .append(Amounts.time(program.uptimeSeconds()))
                .append("  ")
                .append(program.platform())
                .append("  ")
                .append(
                        switch (status.state()) {
                            case HEALTHY -> style.good(state);
                            case STARTING -> style.warning(state);
                            case DEGRADED -> style.bad(state);
                        })
                .append("\n\n");
    }

    private void source() {
        rowWithProblems("Services from", status.program().source(), "source", "watch_silent", "last_state");
        StatusDocument.Environment environment = status.environment();
        if (!environment.receivedSeconds().isEmpty()) {
            row(
                    "Received",
                    environment.receivedSeconds().entrySet().stream()
                            .map(kind -> kind.getKey() + " " + Amounts.time(kind.getValue()) + " ago")
                            .collect(Collectors.joining("  ")));
        }
        rowWithProblems("Config", "in force for " + Amounts.time(environment.configSeconds()), "config");
    }

    private void sync() {
        rowWithProblems("Sync", StatusSentences.sync(status.sync()), "sync_thread", "kernel", "worker");
        rowWithProblems("Audit", StatusSentences.audit(status.sync().audit()), "audit", "kernel_events");
    }

    private void kernel() {
        StatusDocument.Environment environment = status.environment();
        row(
                "Data path",
                environment.dataPath()
                        + environment
                                .withoutIpvs()
                                .map(reason -> ": " + style.warning(reason.cause()))
                                .orElse(""));
        environment.withoutIpvs().ifPresent(reason -> fix("", reason.fix()));
        StatusDocument.Kernel kernel = status.kernel();
        row("Kernel", StatusSentences.kernel(kernel));
        row("Draining", StatusSentences.draining(kernel));
        if (kernel.waiting() > 0) {
            row("Waiting", Amounts.count(kernel.waiting(), "changed object") + ", which the next plans take");
        }
        rowsOfProblems("Settings", "setting");
    }

    private void failedOperations() {
        List<StatusDocument.Operation> failed = status.refused().operations();
        if (failed.isEmpty()) {
            row("Operations", status.kernel().pending() == 0 ? "none failed" : pending());
            return;
        }
        row("Operations", style.bad(pending()));
        failed.stream().limit(most).forEach(operation -> {
            line(operation.operation() + ", " + Amounts.count(operation.attempts(), "attempt") + " in "
                    + Amounts.time(operation.seconds()));
            line("  cause: " + operation.cause());
            fix("  ", operation.fix());
        });
        more(failed.size());
    }

    private String pending() {
        return Amounts.count(status.kernel().pending(), "object") + " not as wanted, tried again";
    }

    private void refused() {
        List<StatusDocument.Address> addresses = status.refused().addresses();
        if (!addresses.isEmpty()) {
            row("Addresses", style.warning(addresses.size() + " not served"));
            addresses.stream().limit(most).forEach(address -> line(address.service() + ": " + address.cause()));
            more(addresses.size());
        }
        List<StatusDocument.Rejected> objects = status.refused().objects();
        if (!objects.isEmpty()) {
            row("Objects", style.warning(objects.size() + " not used, or not all of them"));
            objects.stream().limit(most).forEach(object -> line(object.object() + ": " + object.cause()));
            more(objects.size());
        }
    }

    private void checks() {
        CheckOverview checks = status.environment().checks();
        if (checks.servers() == 0) {
            return;
        }
        String content = StatusSentences.checks(checks);
        row("Health checks", checks.unhealthy() == 0 ? content : style.warning(content));
        checks.failures().stream()
                .limit(most)
                .forEach(failure -> line(failure.check() + (failure.healthy() ? " (healthy so far): " : ": ")
                        + failure.result() + ", " + Amounts.count(failure.inARow(), "time") + " in a row"));
        more(checks.failures().size());
    }

    private void otherPrograms() {
        Optional<StatusDocument.Overview> overview = status.kernel().overview();
        if (overview.isEmpty()) {
            row("Not known", "VIPs, refused addresses and other programs' objects: the sync thread is busy");
        } else if (overview.get().foreignCount() > 0) {
            row(
                    "Others",
                    Amounts.count(overview.get().foreignCount(), "virtual server") + " of other programs: "
                            + String.join(
                                    ", ",
                                    overview.get().foreign().stream()
                                            .limit(most)
                                            .toList()));
        }
        rowsOfProblems("kube-proxy", "kube_proxy");
        status.environment().droppingChains().forEach(chain -> {
            row("Firewall", style.warning(chain.chain()));
            fix("", chain.fix());
        });
    }

    private void memory() {
        row("Memory", StatusSentences.memory(status.program().memory()));
    }

    /** Those that no other row shows. The failed operations have their own lines. */
    private void otherProblems() {
        status.problems().stream()
                .filter(problem ->
                        !shown.contains(problem.reason()) && !problem.reason().equals("operation"))
                .forEach(problem -> problem(problem.reason().replace('_', ' '), problem));
    }

    private void conclusion() {
        int count = status.problems().size();
        text.append('\n');
        if (!status.ready()) {
            text.append("Not ready: not all Services have reached the kernel yet.\n");
        }
        text.append(count == 0 ? "No problems.\n" : style.bad(Amounts.count(count, "problem") + ".") + "\n");
    }

    private final List<String> shown = new ArrayList<>();

    /** A row; if there are problems of these kinds, they follow. */
    private void rowWithProblems(String name, String content, String... reasons) {
        row(name, content);
        for (StatusDocument.Condition problem : problems(reasons)) {
            line(style.bad("PROBLEM") + " " + problem.cause());
            fix("", problem.fix());
        }
    }

    private void rowsOfProblems(String name, String... reasons) {
        problems(reasons).forEach(problem -> problem(name, problem));
    }

    private void problem(String name, StatusDocument.Condition problem) {
        row(name, style.bad("PROBLEM") + " " + problem.cause());
        fix("", problem.fix());
    }

    private List<StatusDocument.Condition> problems(String... reasons) {
        List<String> wanted = List.of(reasons);
        shown.addAll(wanted);
        return status.problems().stream()
                .filter(problem -> wanted.contains(problem.reason()))
                .toList();
    }

    private void row(String name, String content) {
        text.append("  ")
                .append(name)
                .append(" ".repeat(Math.max(1, WIDTH - name.length())))
                .append(content)
                .append('\n');
    }

    private void line(String content) {
        text.append(INDENT).append(content).append('\n');
    }

    private void fix(String indent, String fix) {
        if (!fix.isEmpty()) {
            line(indent + "fix: " + fix);
        }
    }

    private void more(int all) {
        if (all > most) {
            line("and " + (all - most) + " more: -o wide");
        }
    }
}
