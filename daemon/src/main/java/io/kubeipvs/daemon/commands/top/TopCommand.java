package io.kubeipvs.daemon.commands.top;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.ipvs.IpvsLister;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs top}: shows the busiest virtual servers, again and again. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "kube-ipvs top [FLAG]...",
        description = "Show the busiest virtual servers, by connections or traffic, until q is pressed.",
        footer = "Keys: " + TopKeys.HELP)
public final class TopCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-b", "--batch"},
            description = "Print the table as text, one after the other, for files and pipes.")
    private boolean isBatch;

    @Option(
            names = {"-n", "--count"},
            paramLabel = "COUNT",
            description = "With -b: end after so many tables; 0 = never, the default.")
    private int count;

    @Option(
            names = {"-d", "--delay"},
            paramLabel = "SECONDS",
            defaultValue = "2",
            description =
                    "The time between two tables; ${DEFAULT-VALUE} by default. The kernel has new rates every 2 s.")
    private int delay;

    @Option(
            names = {"-s", "--sort"},
            paramLabel = "KEY",
            defaultValue = "c",
            description = "With -b: c connections (the default), r new connections a second, i bytes in, o bytes out.")
    private char sort;

    @Option(
            names = {"-e", "--endpoints"},
            description = "With -b: each virtual server with its real servers.")
    private boolean showsServers;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        requireValues();
        if (isBatch) {
            return batch();
        }
        if (System.console() == null) {
            throw new ParameterException(spec.commandLine(), "standard input and output are no terminal; give -b");
        }
        try {
            new TopScreen(TopCommand::table, Duration.ofSeconds(delay), Style.ofTerminal()).run();
            return 0;
        } catch (IOException | IllegalStateException e) {
            throw new CommandException(
                    ExitStatus.FAILED, "this terminal cannot be used: " + e.getMessage() + "; give -b", e);
        }
    }

    private void requireValues() {
        if (delay < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--delay: '" + delay + "' is not allowed; allowed: a number from 1 on");
        }
        if (count < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--count: '" + count + "' is not allowed; allowed: a number from 0 on");
        }
        if ("crio".indexOf(sort) < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--sort: '" + sort + "' is not allowed; allowed: c, r, i, o");
        }
    }

    private int batch() throws CommandException, InterruptedException {
        TopKeys keys = new TopKeys();
        keys.press(sort);
        TopView view = keys.view().withServers(showsServers);
        PrintWriter out = spec.commandLine().getOut();
        out.print(table().text(view, Style.PLAIN, Integer.MAX_VALUE));
        for (int printed = 1; (count == 0 || printed < count) && !out.checkError(); printed++) {
            Thread.sleep(Duration.ofSeconds(delay).toMillis());
            out.print("\n" + table().text(view, Style.PLAIN, Integer.MAX_VALUE));
        }
        out.flush();
        return 0;
    }

    private static TopTable table() throws CommandException {
        try {
            String time = LocalTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
            return TopTable.of(time, IpvsLister.read(), key -> "");
        } catch (KernelUnavailableException e) {
            throw new CommandException(ExitStatus.FAILED, e.problem().toString(), e);
        }
    }
}
