package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.RunningProgram;
import io.kubeipvs.daemon.commands.explain.ExplainAnswer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.logging.Logging;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code kube-ipvs explain}: the way of a packet, step by step. */
@Command(
        name = "explain",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis =
                "kube-ipvs explain NAMESPACE/SERVICE|ADDRESS:PORT[/udp|/sctp]|node:PORT [--from CLIENT] [FLAG]...",
        footer =
                "Exit status: 0 served, and the kernel agrees; 1 not served, or the kernel differs; 2 wrong command line;"
                        + " 3 no kube-ipvs runs here, and no flag names another source.",
        description =
                "Print what happens to the packets of a client: each step, the endpoints that may get them, the others"
                        + " and why not, the source address that endpoints see; and whether the kernel agrees now. Asks the"
                        + " kube-ipvs that runs on this node. If none does, reads the objects as \"run\" with the same flags.")
final class ExplainCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Parameters(
            paramLabel = "TARGET",
            description = "A Service with all its addresses, an address and port, or a port of this node.")
    private String target;

    @Option(
            names = "--from",
            paramLabel = "CLIENT",
            defaultValue = "",
            description =
                    "The client: an address, NAMESPACE/POD (of a Service), pod (any of this node, the default), node (a"
                            + " process of it) or outside.")
    private String from;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private RunningProgram program;

    @Override
    public Integer call() throws CommandException, InterruptedException {
        Logging.onlyWarnings();
        PacketExplainer explainer = new PacketExplainer(options, program);
        return output.print(
                () -> new ExplainAnswer(explainer.explain(target, from)), form -> explainer.screen(target, from, form));
    }
}
