package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.output.CommandException;
import io.kubeipvs.daemon.commands.output.ExitStatus;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.Configz;
import io.kubeipvs.daemon.files.SafeFile;
import io.kubeipvs.daemon.kernel.NodeLock;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.kernel.settings.KernelSettings;
import io.kubeipvs.daemon.logging.RecentLog;
import io.kubeipvs.daemon.work.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kube-ipvs run}: serves until a signal stops it. Flags have kube-proxy's names where it has them. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.Transformer.class,
        customSynopsis = "kube-ipvs run [FLAG]...",
        footer = "'kube-ipvs config explain KEY' explains a key of the files.",
        description = "Serve the Services of a cluster, or of a folder of manifests, until a signal stops it.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private ConfigOptions options;

    @Mixin
    private StateFolder state;

    @Option(
            names = "--init-only",
            description = "Do what needs more privileges than serving does, and end: load the kernel's modules, set its"
                    + " settings, create the dummy link. For a privileged init container.")
    private boolean initOnly;

    @Option(
            names = "--write-config-to",
            paramLabel = "FILE",
            description = "Write the configuration as a KubeProxyConfiguration to this file, with every key, and end.")
    private Path writeTo;

    /** Its flags, once they are parsed. */
    ConfigOptions options() {
        return options;
    }

    @Override
    public Integer call() throws ConfigException, StartException, InterruptedException {
        ConfigOptions.Reading reading = options.read();
        if (writeTo != null) {
            write(reading.content());
            return 0;
        }
        KernelSettings kernelSettings = KernelSettings.rememberedIn(state.folder());
        if (initOnly) {
            NodePreparation.initOnly(ChosenPath.tried(reading.config()).in(reading.config()), kernelSettings);
            return 0;
        }
        RecentLog.keep();
        try (NodeLock lock = RunLock.take("run")) {
            Daemon daemon = new Daemon(reading, kernelSettings, lock, state);
            Workers.onSignal("stop", () -> stopAndExit(daemon));
            daemon.run();
        }
        return 0;
    }

    private void write(ConfigFile.Content content) throws StartException {
        try {
            SafeFile.write(writeTo, Configz.file(content));
            LoggerFactory.getLogger(RunCommand.class).info("config_written file=\"{}\"", writeTo);
        } catch (IOException e) {
            throw new StartException("--write-config-to " + writeTo + ": cannot be written: " + e.getMessage(), e);
        }
    }

    /** A signal is the ordinary way to end: so the exit status is 0, instead of the JVM's 143. */
    private static void stopAndExit(Daemon daemon) {
        try {
            if (daemon.stop()) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** One line for a user's mistake; for a mistake of ours the stack trace, when asked for. */
    static int report(Exception e, CommandLine command) {
        boolean expected = e instanceof ConfigException || e instanceof StartException || e instanceof CommandException;
        command.getErr()
                .println("kube-ipvs: "
                        + (expected ? e.getMessage() : "internal error, please report it with the output of -v: " + e));
        if (!expected && command.getParseResult().matchedOptionValue("--verbose", 0) > 0) {
            e.printStackTrace(command.getErr());
        }
        return (e instanceof CommandException failed ? failed.status() : ExitStatus.FAILED).code();
    }
}
