package io.kubeipvs.it.scenario;

import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.ConfigException;
import io.kubeipvs.daemon.config.ConfigFile;
import io.kubeipvs.daemon.config.ConfigKey;
import io.kubeipvs.daemon.config.ConfigKeys;
import io.kubeipvs.daemon.config.KeyValues;
import io.kubeipvs.daemon.config.KubeProxyKeys;
import io.kubeipvs.daemon.config.OwnKeys;
import io.kubeipvs.daemon.config.ValueType;
import io.kubeipvs.it.support.Manifests;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.ObjectMapper;

/**
 * Flags as two configuration files with the same values: the program follows the files while it runs, so that
 * other flags need no other start of it.
 */
final class ConfigurationFiles {
    private static final String KUBE_PROXYS = "config.conf";

    /** A range without Services and addresses: it has no effect and shows in the log. */
    private static final String MARK = "198.%d.%d.%d/32";

    private final Manifests folder;
    private int writings;

    ConfigurationFiles() throws IOException {
        this.folder = Manifests.create();
    }

    /** Where kube-proxy's stands; ours is beside it. */
    Path kubeProxys() {
        return folder.folder().resolve(KUBE_PROXYS);
    }

    /** Those of the flags that take effect at a start only. */
    static Map<String, String> forStart(Map<String, String> flags) {
        Map<String, String> forStart = new TreeMap<>(flags);
        ConfigKeys.ofAllFiles()
                .filter(key -> key.effect() == ConfigKey.Effect.LIVE)
                .forEach(key -> forStart.keySet().removeAll(names(key)));
        return forStart;
    }

    /**
     * Writes them.
     *
     * @param flags of the program by their names, and keys by their paths where there is no flag
     * @return what the log names once both are in force, in whatever order the program reads them
     */
    List<String> write(Map<String, String> flags) throws IOException {
        List<String> marks = List.of(mark(18), mark(19));
        writings++;
        Map<String, String> marked = new TreeMap<>(flags);
        marked.merge("--ipvs-exclude-cidrs", marks.get(0), ConfigurationFiles::both);
        marked.merge("externalAddresses.deniedCIDRs", marks.get(1), ConfigurationFiles::both);
        folder.write(ConfigFile.OWN_NAME, text("kubeipvs.io/v1alpha1", "KubeIpvsConfiguration", OwnKeys.KEYS, marked));
        folder.write(
                KUBE_PROXYS,
                text("kubeproxy.config.k8s.io/v1alpha1", "KubeProxyConfiguration", KubeProxyKeys.KEYS, marked));
        return marks;
    }

    private String mark(int range) {
        return MARK.formatted(range, writings / 256, writings % 256);
    }

    private static String both(String one, String other) {
        return one + "," + other;
    }

    /** JSON, which is YAML too. */
    private static String text(String apiVersion, String kind, ConfigKeys keys, Map<String, String> flags) {
        Map<String, Object> tree = new TreeMap<>(Map.of("apiVersion", apiVersion, "kind", kind));
        for (ConfigKey<?> key : keys.all()) {
            for (String name : names(key)) {
                Optional.ofNullable(flags.get(name)).ifPresent(value -> put(key.path(), inFile(key, value), tree));
            }
        }
        return new ObjectMapper().writeValueAsString(tree);
    }

    /**
     * The configuration of these flags.
     *
     * @param flags by their names, and keys by their paths where there is no flag
     */
    static Config read(Map<String, String> flags) throws ConfigException {
        Config config = Config.DEFAULT;
        for (ConfigKeys keys : List.of(KubeProxyKeys.KEYS, OwnKeys.KEYS)) {
            KeyValues values = KeyValues.ofFlags(keys, path -> path);
            for (ConfigKey<?> key : keys.all()) {
                for (String name : names(key)) {
                    String value = flags.getOrDefault(name, "");
                    boolean isList = key.form() == ValueType.Form.LIST;
                    if (!value.isEmpty()) {
                        values.put(key, isList ? List.of(value.split(",")) : List.of(value));
                    }
                }
            }
            config = values.over(config);
        }
        return config;
    }

    /** The names of a key: its flags and its path. */
    private static List<String> names(ConfigKey<?> key) {
        List<String> names = new ArrayList<>(key.flags());
        names.add(key.path());
        return names;
    }

    private static Object inFile(ConfigKey<?> key, String value) {
        if (key.form() == ValueType.Form.LIST) {
            return List.of(value.split(","));
        }
        if (key.form() == ValueType.Form.NUMBER) {
            return new BigDecimal(value);
        }
        return key.form() == ValueType.Form.TRUTH ? value.isEmpty() || Boolean.parseBoolean(value) : value;
    }

    @SuppressWarnings("unchecked")
    private static void put(String path, Object value, Map<String, Object> tree) {
        int dot = path.indexOf('.');
        if (dot < 0) {
            tree.put(path, value);
        } else {
            Object below = tree.computeIfAbsent(path.substring(0, dot), name -> new TreeMap<>());
            put(path.substring(dot + 1), value, (Map<String, Object>) below);
        }
    }
}
