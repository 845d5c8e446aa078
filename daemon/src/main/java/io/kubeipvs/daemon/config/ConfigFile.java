package io.kubeipvs.daemon.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The files that configure the program: the {@code KubeProxyConfiguration} of a kube-proxy ConfigMap, and our own, which
 * stands beside it unless said otherwise. What a file says wins over the flags that say the same.
 */
public final class ConfigFile {
    /** The name of our own file where it stands beside kube-proxy's, in the same ConfigMap. */
    public static final String OWN_NAME = "kube-ipvs.conf";

    private static final String OPTION = "--config";
    private static final String OWN_OPTION = "--kube-ipvs-config";

    private final Optional<Path> kubeProxy;
    private final Optional<Path> own;

    /**
     * What the files say.
     *
     * @param config the configuration, the given one where the files are silent
     * @param ignored the keys that have a value in kube-proxy's file and no effect here, sorted
     * @param unheeded what keys without effect say there, by path
     */
    public record Content(Config config, List<String> ignored, Map<String, List<String>> unheeded) {
        public Content {
            ignored = List.copyOf(ignored);
            unheeded = Map.copyOf(unheeded);
        }
    }

    /**
     * These files.
     *
     * @param own empty = the one beside the other, when there is one
     */
    public ConfigFile(Optional<Path> kubeProxy, Optional<Path> own) {
        this.kubeProxy = kubeProxy;
        this.own = own;
    }

    /** Kube-proxy's file, and ours when it stands beside it. */
    public static ConfigFile at(Path kubeProxy) {
        return new ConfigFile(Optional.of(kubeProxy), Optional.empty());
    }

    /**
     * Reads the files.
     *
     * @param base what holds where they are silent
     */
    public Content read(Config base) throws ConfigException {
        Config config = base;
        List<String> ignored = List.of();
        Map<String, List<String>> unheeded = Map.of();
        if (kubeProxy.isPresent()) {
            KeyValues said = YamlFile.read(OPTION, kubeProxy.get(), KubeProxyKeys.KEYS);
            config = KubeProxyReader.read(said, config);
            ignored = said.withoutEffect();
            unheeded = said.unheeded();
        }
        Optional<Path> ours = own.or(this::beside);
        if (ours.isPresent()) {
            config = OwnReader.read(YamlFile.read(OWN_OPTION, ours.get(), OwnKeys.KEYS), config);
        }
        return new Content(config, ignored, unheeded);
    }

    private Optional<Path> beside() {
        return kubeProxy.map(file -> file.resolveSibling(OWN_NAME)).filter(Files::exists);
    }

    /** The folders that the files are in. */
    Set<Path> folders() {
        Set<Path> folders = new LinkedHashSet<>();
        kubeProxy.ifPresent(file -> folders.add(file.toAbsolutePath().getParent()));
        own.ifPresent(file -> folders.add(file.toAbsolutePath().getParent()));
        return folders;
    }
}
