package io.kubeipvs.daemon.commands;

import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs services}: the virtual servers of the kernel with the names of their Services. */
@Command(
        name = "services",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "kube-ipvs services [WHICH] [FLAG]...",
        description = "List the virtual servers of this node's kernel with the names of their Services. Works without a"
                + " running kube-ipvs too, with addresses alone. Short name: svc.",
        footer =
                "Exit status: 0 listed, 1 nothing found or not readable, 2 wrong command line, 3 listed, but no kube-ipvs"
                        + " runs here.")
public final class ServicesCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    private ServiceFilter filter = ServiceFilter.ALL;

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "Only Services of this namespace.")
    private String namespace;

    @Option(names = "--problems", description = "Only those with a note that an operator should read.")
    private boolean isProblems;

    @Option(names = "--draining", description = "Only those with a draining real server.")
    private boolean isDraining;

    @Mixin
    private OutputOptions output;

    @Mixin
    private RunningProgram program;

    @Parameters(
            arity = "0..1",
            paramLabel = "WHICH",
            description =
                    "One Service or address, with its real servers: NAME, NAMESPACE/NAME, ADDRESS, ADDRESS:PORT or"
                            + " node:PORT.")
    private void setFilter(String word) {
        try {
            filter = ServiceFilter.of(word);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    @Override
    public Integer call() throws CommandException, InterruptedException {
        return output.print(this::answer);
    }

    private Answer answer() throws CommandException {
        return ServicesQuery.of(program, namespace == null ? filter : filter.in(namespace), isShown());
    }

    private Predicate<ServiceRow> isShown() {
        return row ->
                (!isProblems || row.problem()) && (!isDraining || row.servers().draining() > 0);
    }
}
