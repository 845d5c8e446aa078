package io.kubeipvs.daemon;

import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.KeyValues;
import io.kubeipvs.daemon.config.KubeProxyKeys;
import io.kubeipvs.daemon.config.KubeProxyReader;
import io.kubeipvs.daemon.config.OwnKeys;
import io.kubeipvs.daemon.config.OwnReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * {@code kube-ipvs run}: serves until it is told to stop. Flags have kube-proxy's names where it has them; most are made
 * of the keys of the configuration files, by {@link KeyFlags}.
 */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        modelTransformer = KeyFlags.class,
        customSynopsis = "kube-ipvs run [FLAG]...",
        footer = "docs/configuration.md says what each key means.",
        description = "Serve the Services of a cluster, or of a folder of manifests, until told to stop.")
final class RunCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            description =
                    "Take Services, EndpointSlices, Endpoints and Nodes from the YAML and JSON files of this folder,"
                            + " and follow its changes, in the place of an API server.")
    private Path manifests;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A KubeProxyConfiguration (v1alpha1), as in kube-proxy's ConfigMap. With it, kube-proxy's flags"
                            + " are ignored, as kube-proxy does, but for --hostname-override and -v. Changes of the file are"
                            + " followed.")
    private Path configFile;

    @Option(
            names = "--kube-ipvs-config",
            paramLabel = "FILE",
            description = "What kube-proxy has no key for: a KubeIpvsConfiguration (kubeipvs.io/v1alpha1). Wins over"
                    + " flags, and is followed. Default: " + ConfigFile.OWN_NAME
                    + " in the folder of --config, when it is there.")
    private Path ownFile;

    @Option(
            names = "--init-only",
            description = "Do what needs more privileges than serving does, and end: load the kernel's modules, set its"
                    + " settings, create the dummy link. For a privileged init container.")
    private boolean initOnly;

    @Option(
            names = {"-v", "--v", "--verbose"},
            arity = "0..1",
            paramLabel = "LEVEL",
            fallbackValue = "1",
            description = "More than 0: log every operation, and stack traces with errors.")
    private int verbosity;

    boolean isVerbose() {
        return verbosity > 0;
    }

    @Override
    public Integer call() throws ConfigException, StartException, InterruptedException {
        Logging.configure(isVerbose());
        ConfigFile files = new ConfigFile(Optional.ofNullable(configFile), Optional.ofNullable(ownFile));
        Config flags = flags(new KeyFlags(spec.commandLine().getParseResult()));
        ConfigFile.Content content = files.read(flags);
        Logging.setVerbose(content.config().verbosity() > 0);
        log(new KeyFlags(spec.commandLine().getParseResult()), content.ignored());
        if (initOnly) {
            Daemon.prepareKernel(content.config());
            return 0;
        }
        Daemon daemon = new Daemon(content);
        daemon.follow(files, flags);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndExit(daemon), "stop"));
        daemon.run();
        return 0;
    }

    /** What the flags say that count: with a file, kube-proxy's do not. */
    private Config flags(KeyFlags given) {
        try {
            given.requireNoneRefused();
            Config named = Config.DEFAULT.with(givenName(), Optional.ofNullable(manifests), verbosity);
            Config base = OwnReader.read(given.values(OwnKeys.KEYS), named);
            KeyValues kubeProxys = given.values(KubeProxyKeys.KEYS);
            return configFile == null ? KubeProxyReader.read(kubeProxys, base) : base;
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Optional<String> givenName() throws ConfigException {
        List<String> names = spec.commandLine().getParseResult().matchedOptionValue("--hostname-override", List.of());
        if (names.stream().anyMatch(String::isBlank)) {
            throw new ConfigException("--hostname-override: '' is not allowed; allowed: the name of a Node");
        }
        return names.isEmpty() ? Optional.empty() : Optional.of(names.get(names.size() - 1));
    }

    private void log(KeyFlags given, List<String> ignoredKeys) {
        Logger log = LoggerFactory.getLogger(RunCommand.class);
        if (!given.withoutEffect().isEmpty()) {
            log.info("flags_without_effect flags={}", given.withoutEffect());
        }
        if (configFile != null && !given.overruledByFile().isEmpty()) {
            log.info("flags_ignored flags={} cause=\"--config is given\"", given.overruledByFile());
        }
        if (!ignoredKeys.isEmpty()) {
            log.info("config_keys_without_effect file={} keys={}", configFile, ignoredKeys);
        }
    }

    /** A signal is the ordinary way to end: the exit status says so, in the place of the JVM's 143. */
    private static void stopAndExit(Daemon daemon) {
        try {
            if (daemon.stop()) {
                Runtime.getRuntime().halt(0);
            }
        } catch (InterruptedException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    /** One line for a user's mistake; the whole story only when asked for. */
    static int report(Exception e, CommandLine command) {
        boolean expected = e instanceof ConfigException || e instanceof StartException;
        command.getErr()
                .println("kube-ipvs: "
                        + (expected ? e.getMessage() : "internal error, please report it with the output of -v: " + e));
        if (command.getCommand() instanceof RunCommand run && run.isVerbose()) {
            e.printStackTrace(command.getErr());
        }
        return 1;
    }
}
