package io.kubeipvs.daemon.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files that configure the program: the {@code KubeProxyConfiguration} of a kube-proxy ConfigMap, and our own file,
 * which is found beside it unless another place is given. The files win over flags.
 */
public final class ConfigFile {
    /** The name of our own file in the folder of kube-proxy's, in the same ConfigMap. */
    public static final String OWN_NAME = "kube-ipvs.conf";

    private static final String OPTION = "--config";
    private static final String OWN_OPTION = "--kube-ipvs-config";

    private final Optional<Path> kubeProxy;
    private final Optional<Path> own;
    private final boolean isStrict;

    /**
     * The content of the files.
     *
     * @param config the configuration: values of the base where the files have none
     * @param ignored the keys of kube-proxy's file that have a value and no effect here, sorted
     * @param withoutEffect the values of keys without effect, by path
     * @param warnings parts of the files that are not used
     */
    public record Content(
            Config config,
            List<String> ignored,
            Map<String, List<String>> withoutEffect,
            List<ConfigWarning> warnings) {
        public Content {
            warnings = List.copyOf(warnings);
            ignored = List.copyOf(ignored);
            withoutEffect = Map.copyOf(withoutEffect);
        }

        /** The same with another configuration. */
        public Content with(Config other) {
            return new Content(other, ignored, withoutEffect, warnings);
        }
    }

    /**
     * Files that are read later.
     *
     * @param own empty = the file beside kube-proxy's, if there is one
     * @param isStrict whether a part of a file that is not used is an error
     */
    public ConfigFile(Optional<Path> kubeProxy, Optional<Path> own, boolean isStrict) {
        this.kubeProxy = kubeProxy;
        this.own = own;
        this.isStrict = isStrict;
    }

    /** kube-proxy's file, and ours if it is beside it. */
    public static ConfigFile at(Path kubeProxy) {
        return new ConfigFile(Optional.of(kubeProxy), Optional.empty(), false);
    }

    /**
     * Reads the files.
     *
     * @param base the values of keys that are in no file
     */
    public Content read(Config base) throws ConfigException {
        KeyValues kubeProxys = kubeProxy.isPresent()
                ? YamlFile.read(OPTION, kubeProxy.get(), KubeProxyKeys.KEYS)
                : KeyValues.ofFile(KubeProxyKeys.KEYS, path -> path);
        Config config = kubeProxys.over(base);
        List<ConfigWarning> warnings = new ArrayList<>(kubeProxys.warnings());
        Optional<Path> ours = own.or(this::beside);
        if (ours.isPresent()) {
            KeyValues values = YamlFile.read(OWN_OPTION, ours.get(), OwnKeys.KEYS);
            config = values.over(config);
            warnings.addAll(values.warnings());
        }
        if (isStrict && !warnings.isEmpty()) {
            throw new ConfigException("--strict-config: "
                    + warnings.stream().map(ConfigWarning::toString).collect(Collectors.joining("; ")));
        }
        return new Content(config, kubeProxys.withoutEffect(), kubeProxys.valuesWithoutEffect(), warnings);
    }

    private Optional<Path> beside() {
        return kubeProxy.map(file -> file.resolveSibling(OWN_NAME)).filter(Files::exists);
    }

    /** The folders of the files. */
    Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        kubeProxy.ifPresent(file -> folders.add(file.toAbsolutePath().getParent()));
        own.ifPresent(file -> folders.add(file.toAbsolutePath().getParent()));
        return folders;
    }
}
