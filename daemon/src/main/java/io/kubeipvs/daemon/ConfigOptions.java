package io.kubeipvs.daemon;

import io.kubeipvs.daemon.commands.output.Allowed;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.ConfigWatch;
import io.kubeipvs.daemon.config.KeyValues;
import io.kubeipvs.daemon.config.KubeProxyKeys;
import io.kubeipvs.daemon.config.OwnKeys;
import io.kubeipvs.daemon.kernel.check.ChosenPath;
import io.kubeipvs.daemon.logging.Logging;
import io.kubeipvs.daemon.logging.UrlText;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The configuration of a command: files, and flags, most of which {@link KeyFlags} makes of the files'
 * keys.
 */
final class ConfigOptions {
    /** Prints the flags that few users need, too. */
    static final String HELP_ALL = "--help-all";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--manifests",
            paramLabel = "DIR",
            description =
                    "Take Services, EndpointSlices, Endpoints and Nodes from the YAML and JSON files of this folder,"
                            + " and follow its changes, instead of an API server.")
    private Path manifests;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description =
                    "A KubeProxyConfiguration (v1alpha1), as in kube-proxy's ConfigMap. With it, kube-proxy's flags"
                            + " are ignored, as kube-proxy does, except --hostname-override and -v. Changes of the file are"
                            + " followed.")
    private Path configFile;

    @Option(
            names = "--kube-ipvs-config",
            paramLabel = "FILE",
            description = "What kube-proxy has no key for: a KubeIpvsConfiguration (kubeipvs.io/v1alpha1). Wins over"
                    + " flags, and is followed. Default: " + ConfigFile.OWN_NAME
                    + " in the folder of --config, if it exists.")
    private Path ownFile;

    @Option(
            names = "--strict-config",
            hidden = true,
            arity = "0..1",
            paramLabel = "true|false",
            fallbackValue = "true",
            description = "Refuse a file with unknown keys, or with a key that is given twice. Without it they are"
                    + " warnings, as in kube-proxy.")
    private boolean strict;

    @Option(
            names = "--master",
            paramLabel = "URL",
            description = "The API server's address, instead of the one in --kubeconfig.")
    private String master;

    @Option(names = HELP_ALL, description = "Print every flag, and end.")
    private boolean isHelpAll;

    @Option(
            names = {"-v", "--v", "--verbose"},
            arity = "0..1",
            paramLabel = "LEVEL",
            fallbackValue = "1",
            description = "More than 0: log every operation, and stack traces with errors.")
    @Allowed(from = 0)
    private int verbosity;

    /**
     * The configuration that was read.
     *
     * @param content that holds
     * @param files that were read, and may be again
     * @param flags what holds where the files are silent
     */
    record Reading(ConfigFile.Content content, ConfigFile files, Config flags) {
        /** Its content. */
        Config config() {
            return content.config();
        }

        /** The same on this data path. */
        Reading on(ChosenPath path) {
            return new Reading(content.with(path.in(config())), files, flags);
        }
    }

    /** Whether -v is given. */
    boolean isVerbose() {
        return verbosity > 0;
    }

    /** Reads the files, and logs what has no effect. The log is set up first. */
    Reading read() throws ConfigException {
        Logging.configure(verbosity > 0);
        KeyFlags given = new KeyFlags(spec.commandLine().getParseResult());
        ConfigFile files = new ConfigFile(Optional.ofNullable(configFile), Optional.ofNullable(ownFile), strict);
        Config flags = flags(given);
        ConfigFile.Content content = files.read(flags);
        Logging.setVerbose(content.config().verbosity() > 0);
        Logging.setJson(content.config().logFormat().equals("json"));
        log(given, content.ignored());
        content.warnings().forEach(ConfigWatch::log);
        return new Reading(content, files, flags);
    }

    /** The values of the flags that count: with a file, kube-proxy's flags do not, except those that win over it. */
    private Config flags(KeyFlags given) {
        try {
            given.requireNoneRefused();
            requireName();
            Optional<String> server = master();
            Config base = Config.DEFAULT.with(config -> config.verbosity(verbosity)
                    .source(source ->
                            source.withManifests(Optional.ofNullable(manifests)).withMaster(server)));
            KeyValues kubeProxys = given.values(KubeProxyKeys.KEYS);
            return given.values(OwnKeys.KEYS)
                    .over(kubeProxys
                            .only(key -> configFile == null || key.isFlagStronger())
                            .over(base));
        } catch (ConfigException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage());
        }
    }

    private Optional<String> master() throws ConfigException {
        if (master == null || master.isEmpty()) {
            return Optional.empty();
        }
        String url = master.contains("://") ? master : "http://" + master;
        try {
            if (url.matches("https?://.+") && URI.create(url).getHost() != null) {
                return Optional.of(url);
            }
        } catch (IllegalArgumentException e) {
            throw wrongMaster();
        }
        throw wrongMaster();
    }

    private ConfigException wrongMaster() {
        return new ConfigException("--master: '" + UrlText.withoutPassword(master)
                + "' is not allowed; allowed: a URL such as https://10.0.0.1:6443");
    }

    private void requireName() throws ConfigException {
        List<String> names = spec.commandLine().getParseResult().matchedOptionValue("--hostname-override", List.of());
        for (String name : names) {
            if (!name.isEmpty() && name.isBlank()) {
                throw new ConfigException(
                        "--hostname-override: '" + name + "' is not allowed; allowed: the name of a Node");
            }
        }
    }

    private void log(KeyFlags given, List<String> ignoredKeys) {
        Logger log = LoggerFactory.getLogger(ConfigOptions.class);
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
}
