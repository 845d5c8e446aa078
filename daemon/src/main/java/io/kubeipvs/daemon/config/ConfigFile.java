package io.kubeipvs.daemon.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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

    /**
     * The content of the files.
     *
     * @param config the configuration: values of the base where the files have none
     * @param ignored the keys of kube-proxy's file that have a value and no effect here, sorted
     * @param withoutEffect the values of keys without effect, by path
     */
    public record Content(Config config, List<String> ignored, Map<String, List<String>> withoutEffect) {
        public Content {
            ignored = List.copyOf(ignored);
            withoutEffect = Map.copyOf(withoutEffect);
        }
    }

    /** @param own empty = the file beside kube-proxy's, if there is one */
    public ConfigFile(Optional<Path> kubeProxy, Optional<Path> own) {
        this.kubeProxy = kubeProxy;
        this.own = own;
    }

    /** kube-proxy's file, and ours if it is beside it. */
    public static ConfigFile at(Path kubeProxy) {
        return new ConfigFile(Optional.of(kubeProxy), Optional.empty());
    }

    /**
     * Reads the files.
     *
     * @param base the values of keys that are in no file
     */
    public Content read(Config base) throws ConfigException {
        KeyValues kubeProxys = kubeProxy.isPresent()
                ? YamlFile.read(OPTION, kubeProxy.get(), KubeProxyKeys.KEYS)
                : new KeyValues(KubeProxyKeys.KEYS, path -> path);
        Config config = kubeProxys.over(base);
        Optional<Path> ours = own.or(this::beside);
        if (ours.isPresent()) {
            config = YamlFile.read(OWN_OPTION, ours.get(), OwnKeys.KEYS).over(config);
        }
        return new Content(config, kubeProxys.withoutEffect(), kubeProxys.valuesWithoutEffect());
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
