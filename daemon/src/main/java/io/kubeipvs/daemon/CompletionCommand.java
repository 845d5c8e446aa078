package io.kubeipvs.daemon;

import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs completion}: prints a script that completes commands and flags in a shell. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        customSynopsis = "kube-ipvs completion bash|zsh",
        description = "Print a script that completes commands and flags: source <(kube-ipvs completion bash).")
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SHELL", description = "bash or zsh.")
    private String shell;

    @Override
    public Integer call() {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new ParameterException(spec.commandLine(), "'" + shell + "' is not allowed; allowed: bash, zsh");
        }
        CommandLine program = Main.program();
        program.getSubcommands().values().forEach(command -> KeyFlags.show(command.getCommandSpec()));
        // The script of bash works in zsh too: it loads bashcompinit there.
        spec.commandLine().getOut().print(AutoComplete.bash("kube-ipvs", program));
        spec.commandLine().getOut().flush();
        return 0;
    }
}
