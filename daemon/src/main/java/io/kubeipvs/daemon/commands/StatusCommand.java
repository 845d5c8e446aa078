package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.StatusDocument;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-ipvs status}: one screen about the kube-ipvs of this node. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Show in one screen whether the kube-ipvs of this node works, what it does now, and what to fix.",
        footer = "Exit status: 0 healthy, 1 degraded or not ready, 2 wrong command line, 3 no kube-ipvs runs here.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private RunningProgram program;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        return output.print(this::answer);
    }

    private Answer answer() throws CommandException {
        Optional<StatusDocument> status = program.ask(Question.of("status"), StatusDocument.class);
        return status.isPresent() ? new Running(status.get()) : new NotRunning(program.notRunning());
    }

    /** The state of a running one. */
    private record Running(StatusDocument document) implements Answer {
        @Override
        public String text(Style style, boolean isWide) {
            return new StatusText(document, style, isWide).text();
        }

        @Override
        public ExitStatus status() {
            return document.state() == StatusDocument.State.HEALTHY ? ExitStatus.OK : ExitStatus.FAILED;
        }
    }

    /** There is none. */
    private record NotRunning(String line) implements Answer {
        @Override
        public String text(Style style, boolean isWide) {
            return style.bad(line) + "\nThe kernel's state, if any, stays in force: kube-ipvs services shows it.\n";
        }

        @Override
        public Object document() {
            return Map.of("state", "NOT_RUNNING", "cause", line);
        }

        @Override
        public ExitStatus status() {
            return ExitStatus.NOT_RUNNING;
        }
    }
}
