package io.kubeipvs.daemon;

import io.kubeipvs.daemon.check.CheckResult;
import io.kubeipvs.daemon.commands.CheckTable;
import io.kubeipvs.daemon.config.ConfigException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs check}: tests whether the program can work here, and prints the fixes. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.class,
        customSynopsis = "kube-ipvs check [FLAG]...",
        footer = "Exit status: 0 nothing is missing, 1 something is, 2 wrong command line.",
        description =
                "Try everything that \"run\" with the same flags needs of this node and its cluster, leave no trace of"
                        + " it, and print what exists, what is missing, and how to fix it.")
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws ConfigException {
        List<CheckResult> results = NodeChecks.all(options.read().content());
        spec.commandLine().getOut().print(CheckTable.of(results));
        spec.commandLine().getOut().flush();
        return results.stream().anyMatch(CheckResult::isMissing) ? 1 : 0;
    }
}
