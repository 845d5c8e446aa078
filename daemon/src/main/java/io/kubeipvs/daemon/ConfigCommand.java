package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.config.ConfigAnswer;
import io.kubeipvs.daemon.commands.config.DifferencesAnswer;
import io.kubeipvs.daemon.commands.config.ExplanationAnswer;
import io.kubeipvs.daemon.commands.output.Answer;
import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.OutputOptions;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigKeys;
import io.kubeipvs.daemon.logging.Logging;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kube-ipvs config}: prints the configuration that {@code run} with the same flags would have. */
@Command(
        name = "config",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis = "kube-ipvs config [diff | explain KEY] [FLAG]...",
        footer = "Exit status: 0 done, 1 the files cannot be used, 2 wrong command line.",
        description =
                "Print the configuration that \"run\" with the same flags would have, with every key, as files that --config"
                        + " and --kube-ipvs-config take. \"diff\" prints the keys that do not have their default,"
                        + " \"explain KEY\" the meaning of a key or of a group of keys.")
final class ConfigCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..2", paramLabel = "WORD", hidden = true)
    private List<String> words = List.of();

    @Mixin
    private OutputOptions output;

    @Mixin
    private ConfigOptions options;

    @Override
    public Integer call() throws ConfigException, CommandException, InterruptedException {
        Answer answer = answer();
        return output.print(() -> answer);
    }

    private Answer answer() throws ConfigException {
        Logging.onlyWarnings();
        String verb = words.isEmpty() ? "" : words.get(0);
        if (verb.equals("explain") && words.size() == 2) {
            return ExplanationAnswer.of(ConfigKeys.find(words.get(1)));
        }
        if (verb.equals("diff") && words.size() == 1) {
            return DifferencesAnswer.of(options.read().config());
        }
        if (verb.isEmpty()) {
            return new ConfigAnswer(options.read().content());
        }
        throw new ParameterException(
                spec.commandLine(),
                "'" + String.join(" ", words) + "' is not allowed; allowed: nothing, diff, or explain KEY");
    }
}
