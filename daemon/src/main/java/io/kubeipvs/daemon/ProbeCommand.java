package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.commands.probe.ProbeAnswer;
import io.kubeipvs.daemon.commands.probe.Prober;
import io.kubeipvs.daemon.logging.Logging;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code kube-ipvs probe}: connects to the addresses and endpoints of Services. */
@Command(
        name = "probe",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.class,
        customSynopsis = "kube-ipvs probe NAMESPACE/SERVICE... [FLAG]...",
        footer = "Exit status: 0 all connect, 1 something fails, 2 wrong command line, 3 no kube-ipvs runs here.",
        description =
                "Connect from this node to each TCP address of the Services and to each endpoint behind it, close the"
                        + " connections at once, and print which side fails: the data path if the address fails and endpoints"
                        + " answer, the pods if both fail. At most 500 connections in 60 s, one after the other.")
final class ProbeCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Parameters(paramLabel = "NAMESPACE/SERVICE", arity = "1..*", description = "The Services.")
    private List<String> services;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private RunningProgram program;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        Logging.onlyWarnings();
        PacketExplainer explainer = new PacketExplainer(options, program);
        return output.print(() -> {
            Prober prober = new Prober();
            for (String service : services) {
                prober.probe(explainer.explain(service, "node"));
            }
            return new ProbeAnswer(prober.document());
        });
    }
}
