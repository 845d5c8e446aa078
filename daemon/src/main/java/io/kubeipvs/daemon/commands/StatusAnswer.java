package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.StatusDocument;
import java.util.Map;
import java.util.Optional;

/** The answer of {@code kube-ipvs status}. */
public final class StatusAnswer {
    /** The question. */
    static final Question QUESTION = Question.of("status");

    private StatusAnswer() {}

    /**
     * Asks for it.
     *
     * @throws CommandException when the program runs and does not answer
     */
    public static Answer of(RunningProgram program) throws CommandException {
        Optional<StatusDocument> status = program.ask(QUESTION, StatusDocument.class);
        return status.isPresent() ? of(status.get()) : new NotRunning(program.notRunning());
    }

    /** The answer of a running program. */
    public static Answer of(StatusDocument status) {
        return new Running(status);
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
