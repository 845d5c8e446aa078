package io.kubeipvs.daemon.commands.top;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.ServiceNames;
import io.kubeipvs.daemon.commands.output.Allowed;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.Style;
import io.kubeipvs.daemon.kernel.ServersOfNode;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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
        description = "Show the busiest virtual servers, by connections or traffic, until q is pressed. The names"
                + " of Services are those of a running kube-ipvs.",
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
    @Allowed(from = 0)
    private int count;

    @Option(
            names = {"-d", "--delay"},
            paramLabel = "SECONDS",
            defaultValue = "2",
            description =
                    "The time between two tables; ${DEFAULT-VALUE} by default. The kernel has new rates every 2 s.")
    @Allowed(from = 1)
    private int delay;

    @Option(
            names = {"-s", "--sort"},
            paramLabel = "KEY",
            defaultValue = "c",
            description = "With -b: c connections (the default), r new connections a second, i bytes in, o bytes out.")
    @Allowed(words = {"c", "r", "i", "o"})
    private char sort;

    @Option(
            names = {"-e", "--endpoints"},
            description = "With -b: each virtual server with its real servers.")
    private boolean showsServers;

    @Mixin
    private RunningProgram program;

    private ServiceNames names = ServiceNames.NONE;

    /** The virtual servers that had no name when the names were asked for last. */
    private Set<String> nameless = Set.of();

    @Override
    public Integer call() throws CommandException, InterruptedException {
        if (isBatch) {
            return batch();
        }
        if (System.console() == null) {
            throw new ParameterException(spec.commandLine(), "standard input and output are no terminal; give -b");
        }
        try {
            new TopScreen(this::table, Duration.ofSeconds(delay), Style.ofTerminal()).run();
            return 0;
        } catch (IOException | IllegalStateException e) {
            throw new CommandException(
                    ExitStatus.FAILED, "this terminal cannot be used: " + e.getMessage() + "; give -b", e);
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

    private TopTable table() throws CommandException {
        try {
            String time = LocalTime.now().truncatedTo(ChronoUnit.SECONDS).toString();
            IpvsListing listing = ServersOfNode.listing();
            updateNames(listing);
            return TopTable.of(time, listing, names::of);
        } catch (KernelUnavailableException e) {
            throw new CommandException(ExitStatus.FAILED, e.problem().toString(), e);
        }
    }

    /** Only for a virtual server that is new: kube-ipvs computes the names of all Services for each answer. */
    private void updateNames(IpvsListing listing) {
        if (!nameless(listing).equals(nameless) || names == ServiceNames.NONE) {
            names = ServiceNames.ifKnown(program);
            nameless = nameless(listing);
        }
    }

    private Set<String> nameless(IpvsListing listing) {
        return listing.virtualServers().stream()
                .map(IpvsListing.VirtualServerEntry::name)
                .filter(name -> names.of(name).isEmpty())
                .collect(Collectors.toSet());
    }
}
