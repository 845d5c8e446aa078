package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-ipvs status}: one screen about the kube-ipvs of this node. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "kube-ipvs status [FLAG]...",
        description = "Show in one screen whether the kube-ipvs of this node works, what it does now, and what to fix.",
        footer = "Exit status: 0 healthy, 1 degraded or not ready, 2 wrong command line, 3 no kube-ipvs runs here.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private RunningProgram program;

    @Mixin
    private OutputOptions output;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        return output.print(() -> StatusAnswer.of(program), form -> program.screen(StatusAnswer.QUESTION, form));
    }
}
