package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.commands.plan.PlanAnswer;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.logging.Logging;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code kube-ipvs plan}: prints what {@code run} would change on this node. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis = "kube-ipvs plan [FLAG]...",
        footer = "Exit status: 0 nothing to do, 4 something to do, 1 failure, 2 wrong command line.",
        description =
                "Print what \"run\" with the same flags would change on this node now, and change nothing. Works beside a"
                        + " running kube-proxy, as a dry run of the migration, and beside a running kube-ipvs. -v lists every"
                        + " operation, -o wide every object.")
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private OutputOptions output;

    @Mixin
    private ConfigOptions options;

    @Mixin
    private StateFolder state;

    @Override
    public Integer call() throws ConfigException, CommandException, InterruptedException {
        Logging.onlyWarnings();
        ConfigOptions.Reading reading = options.read();
        boolean isVerbose = options.isVerbose();
        return output.print(() -> new PlanAnswer(new PlannedRun(reading, state.folder()).plan(), isVerbose));
    }
}
