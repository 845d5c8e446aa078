package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Form;
import io.kubeipvs.daemon.inspect.InspectClient;
import io.kubeipvs.daemon.inspect.Question;
import io.kubeipvs.daemon.inspect.RefusedQuestionException;
import io.kubeipvs.daemon.inspect.Screen;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The kube-ipvs that runs on this node, as a command asks it; and the flag that finds it. */
public final class RunningProgram {
    /** The folder of {@code --state-dir} without the flag. */
    public static final String STATE_DIR = "/run/kube-ipvs";

    @Option(
            names = "--state-dir",
            paramLabel = "DIR",
            defaultValue = STATE_DIR,
            description = "The --state-dir of the running kube-ipvs, which has its socket. Default: ${DEFAULT-VALUE}.")
    private Path folder;

    /**
     * Asks it.
     *
     * @return the answer; empty when no kube-ipvs runs here
     * @throws CommandException when it does not answer, with exit status 1
     */
    public <T> Optional<T> ask(Question question, Class<T> type) throws CommandException {
        return ask(client -> client.ask(question, type));
    }

    /**
     * Asks it for a text.
     *
     * @return the text; empty when no kube-ipvs runs here
     * @throws CommandException as {@link #ask(Question, Class)}
     */
    public Optional<Screen> screen(Question question, Form form) throws CommandException {
        return ask(client -> client.screen(question.in(form.word())));
    }

    /** Asks by one of the ways of the client. */
    @FunctionalInterface
    private interface Asking<T> {
        T by(InspectClient client) throws InspectClient.NotRunningException, RefusedQuestionException, IOException;
    }

    private <T> Optional<T> ask(Asking<T> asking) throws CommandException {
        try {
            return Optional.of(asking.by(new InspectClient(folder)));
        } catch (InspectClient.NotRunningException e) {
            return Optional.empty();
        } catch (RefusedQuestionException e) {
            throw new CommandException(ExitStatus.FAILED, e.getMessage(), e);
        } catch (IOException e) {
            throw new CommandException(
                    ExitStatus.FAILED,
                    "kube-ipvs cannot be asked: " + e.getMessage()
                            + "; run this command as the user of kube-ipvs, or root",
                    e);
        }
    }

    /** Its folder. */
    public Path folder() {
        return folder;
    }

    /** That no kube-ipvs runs here, and what finds it. */
    public String notRunning() {
        return "kube-ipvs does not run here: no program listens at the socket in " + folder
                + "; if it runs with another --state-dir, give the same one";
    }
}
