package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.ServicesQuery;
import io.kubeipvs.daemon.commands.output.Allowed;
import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.commands.output.ProgressLine;
import io.kubeipvs.daemon.commands.probe.ProbeAnswer;
import io.kubeipvs.daemon.commands.probe.Prober;
import io.kubeipvs.daemon.logging.Logging;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs probe}: connects to the addresses and endpoints of Services. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis = "kube-ipvs probe [NAMESPACE/SERVICE...] [FLAG]...",
        footer =
                "Exit status: 0 all connect, 1 something fails, 2 wrong command line, 3 a Service is given and no kube-ipvs"
                        + " runs here.",
        description =
                "Connect from this node to each TCP address of the Services, of all Services if none is given, and to each"
                        + " endpoint behind it, close the connections at once, and print which side fails: the data path if the"
                        + " address fails and endpoints answer, the pods if both fail. At most 32 connections at a time and 500"
                        + " a second.")
final class ProbeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private OutputOptions output;

    @Parameters(
            paramLabel = "NAMESPACE/SERVICE",
            arity = "0..*",
            description = "The Services; all TCP virtual servers of the kernel if none is given.")
    private List<String> services = List.of();

    @Allowed(from = 1, to = 3600)
    @Option(
            names = "--time",
            paramLabel = "SECONDS",
            defaultValue = "60",
            description = "End after this time; ${DEFAULT-VALUE} by default. Addresses that were not tried are named.")
    private int seconds;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private RunningProgram program;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        Logging.onlyWarnings();
        PacketExplainer explainer = new PacketExplainer(options, program);
        return output.print(() -> probe(explainer));
    }

    private Answer probe(PacketExplainer explainer) throws CommandException, InterruptedException {
        Prober prober = new Prober(Duration.ofSeconds(seconds));
        for (String service : services) {
            prober.add(explainer.explain(service, "node"));
        }
        if (services.isEmpty()) {
            ServicesQuery.tcp(program).forEach(prober::add);
        }
        try (ProgressLine progress = ProgressLine.of(spec.commandLine().getErr())) {
            return new ProbeAnswer(
                    prober.probe((number, of) -> progress.show(number, of, "addresses")), services.isEmpty());
        } catch (IOException e) {
            throw new CommandException(ExitStatus.FAILED, "no connection can be opened: " + e.getMessage(), e);
        }
    }
}
