package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.check.CheckAnswer;
import io.kubeipvs.daemon.commands.check.ModuleFiles;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-ipvs check}: tests whether the program can work here, and prints the fixes. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis = "kube-ipvs check [FLAG]...",
        footer = "Exit status: 0 nothing is missing, 1 something is, 2 wrong command line.",
        description =
                "Try everything that \"run\" with the same flags needs of this node and its cluster, leave no trace of"
                        + " it, and print what exists, what is missing, and how to fix it.")
final class CheckCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options;

    @Mixin
    private OutputOptions output;

    @Option(
            names = "--all-schedulers",
            description =
                    "Try every scheduler that kube-ipvs knows, not only the configured one. The kernel keeps their"
                            + " modules loaded.")
    private boolean isAllSchedulers;

    @Override
    public Integer call() throws ConfigException, CommandException, InterruptedException {
        ConfigFile.Content content = options.read().content();
        return output.print(
                () -> new CheckAnswer(NodeChecks.all(content, isAllSchedulers), ModuleFiles.ofThisKernel()));
    }
}
