package io.kubeipvs.daemon.statuspage;

import io.kubeipvs.daemon.commands.Amounts;
import io.kubeipvs.daemon.commands.StatusSentences;
import io.kubeipvs.daemon.inspect.StatusDocument;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The health as the page shows it.
 *
 * @param title of the program: its version and node
 * @param state in one word
 * @param level of the state
 * @param conclusion in one sentence
 * @param problems each with its fix, if one is known
 * @param warnings the objects and addresses of Services that are not served
 * @param moreWarnings how many are not in the list
 * @param facts the parts of the program
 */
public record HealthView(
        Title title,
        String state,
        Level level,
        String conclusion,
        List<Problem> problems,
        List<Problem> warnings,
        int moreWarnings,
        List<Fact> facts) {
    /** So many warnings are listed. */
    private static final int SOME = 5;

    /** The program and its node. */
    public record Title(String version, String node) {}

    /** A problem; without a known fix that is "". */
    public record Problem(String title, String cause, String fix) {}

    /** A part of the program, and a sentence about it. */
    public record Fact(String name, String value) {}

    static HealthView of(StatusDocument status) {
        List<Problem> problems = problems(status);
        List<Problem> warnings = warnings(status);
        return new HealthView(
                new Title(status.program().version(), status.program().node()),
                status.state().name().charAt(0)
                        + status.state().name().substring(1).toLowerCase(Locale.ROOT),
                switch (status.state()) {
                    case HEALTHY -> Level.GOOD;
                    case STARTING -> Level.WARN;
                    case DEGRADED -> Level.BAD;
                },
                conclusion(status, problems.size()),
                problems,
                warnings.stream().limit(SOME).toList(),
                Math.max(0, warnings.size() - SOME),
                facts(status));
    }

    private static String conclusion(StatusDocument status, int problems) {
        StatusDocument.Services services = status.sync().services();
        if (!status.ready()) {
            return "Not ready: " + Amounts.number(services.done()) + " of " + Amounts.count(services.of(), "Service")
                    + " have reached the kernel.";
        }
        return problems == 0 ? "No problems." : Amounts.count(problems, "problem") + ".";
    }

    /** The failed operations contain more than the condition that there are some. */
    private static List<Problem> problems(StatusDocument status) {
        List<StatusDocument.Operation> operations = status.refused().operations();
        return Stream.concat(
                        status.problems().stream()
                                .filter(problem -> operations.isEmpty()
                                        || !problem.reason().equals("operation"))
                                .map(problem -> new Problem(
                                        problem.reason().replace('_', ' '), problem.cause(), problem.fix())),
                        operations.stream().map(HealthView::problem))
                .toList();
    }

    private static Problem problem(StatusDocument.Operation operation) {
        String tried = Amounts.count(operation.attempts(), "attempt") + " in " + Amounts.time(operation.seconds());
        return new Problem(operation.operation(), operation.cause() + " (" + tried + ")", operation.fix());
    }

    private static List<Problem> warnings(StatusDocument status) {
        return Stream.concat(
                        status.refused().objects().stream()
                                .map(object -> new Problem(object.object(), object.cause(), "")),
                        status.refused().addresses().stream()
                                .map(address -> new Problem("Service " + address.service(), address.cause(), "")))
                .toList();
    }

    private static List<Fact> facts(StatusDocument status) {
        StatusDocument.Program program = status.program();
        List<Fact> facts = new ArrayList<>();
        facts.add(new Fact("Services from", program.source()));
        facts.add(new Fact("Sync", StatusSentences.sync(status.sync())));
        facts.add(new Fact("Audit", StatusSentences.audit(status.sync().audit())));
        facts.add(new Fact("Kernel", StatusSentences.kernel(status.kernel()).replace("  ", ", ")));
        facts.add(new Fact("Draining", StatusSentences.draining(status.kernel())));
        status.kernel()
                .overview()
                .filter(overview -> overview.foreignCount() > 0)
                .ifPresent(overview -> facts.add(
                        new Fact("Other programs", Amounts.count(overview.foreignCount(), "virtual server"))));
        facts.add(new Fact("Memory", StatusSentences.memory(program.memory())));
        facts.add(new Fact("Program", "up " + Amounts.time(program.uptimeSeconds()) + ", " + program.platform()));
        return facts;
    }
}
