package io.kubeipvs.daemon.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.kubeipvs.core.model.ExternalAddressRules;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.Scheduler;
import io.kubeipvs.core.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the {@code KubeProxyConfiguration} of a kube-proxy ConfigMap ({@code kubeproxy.config.k8s.io/v1alpha1}). The
 * keys that act here are read strictly; the others are named, so that nobody believes they act.
 */
public final class ConfigFile {
    private static final String API_VERSION = "kubeproxy.config.k8s.io/v1alpha1";
    private static final Set<String> READ = Set.of(
            "apiVersion",
            "kind",
            "mode",
            "metricsBindAddress",
            "hostnameOverride",
            "clusterCIDR",
            "nodePortAddresses",
            "detectLocalMode",
            "detectLocal.bridgeInterface",
            "detectLocal.interfaceNamePrefix",
            "iptables.masqueradeAll",
            "ipvs.scheduler",
            "ipvs.strictARP",
            "ipvs.syncPeriod",
            "clientConnection.kubeconfig");

    /**
     * What a file says.
     *
     * @param config the configuration, the given one where the file is silent
     * @param ignored the keys that have a value in the file and no effect here, sorted
     */
    public record Content(Config config, List<String> ignored) {
        public Content {
            ignored = List.copyOf(ignored);
        }
    }

    private final Path file;
    private final JsonNode root;

    private ConfigFile(Path file, JsonNode root) {
        this.file = file;
        this.root = root;
    }

    /**
     * Reads the file.
     *
     * @param defaults what holds where the file is silent
     */
    public static Content read(Path file, Config defaults) throws ConfigException {
        return new ConfigFile(file, parse(file)).content(defaults);
    }

    private static JsonNode parse(Path file) throws ConfigException {
        try {
            return new YAMLMapper().readTree(Files.readString(file));
        } catch (JsonProcessingException e) {
            throw new ConfigException("--config " + file + ": not YAML at line "
                    + e.getLocation().getLineNr() + ": "
                    + e.getOriginalMessage().lines().findFirst().orElse(""));
        } catch (IOException e) {
            throw new ConfigException(
                    "--config " + file + ": cannot be read: " + (Files.exists(file) ? e.getMessage() : "no such file"));
        }
    }

    private Content content(Config defaults) throws ConfigException {
        require("apiVersion", API_VERSION);
        require("kind", "KubeProxyConfiguration");
        if (text("mode").filter(mode -> !mode.equals("ipvs")).isPresent()) {
            throw wrong("mode", text("mode").get(), "ipvs (this program does nothing else)");
        }
        Optional<String> metrics = text("metricsBindAddress");
        Optional<String> hostName = text("hostnameOverride");
        Config config = new Config(
                settings(defaults.settings()),
                defaults.nodeName().or(() -> hostName),
                syncPeriod().orElse(defaults.syncPeriod()),
                metrics.isPresent()
                        ? HostPort.parse(name("metricsBindAddress"), metrics.get())
                        : defaults.metricsAddress(),
                text("clientConnection.kubeconfig").map(Path::of).or(defaults::kubeconfig),
                defaults.manifests(),
                strictArp().orElse(defaults.strictArp()));
        return new Content(config, ignored());
    }

    private Settings settings(Settings defaults) throws ConfigException {
        Optional<String> clusterCidr = text("clusterCIDR");
        List<String> nodePortAddresses = texts("nodePortAddresses");
        ExternalAddressRules rules = defaults.externalAddresses();
        return new Settings(
                scheduler().orElse(defaults.scheduler()),
                defaults.drainTimeout(),
                nodePortAddresses.isEmpty()
                        ? defaults.nodePortAddresses()
                        : Ranges.nodePortAddresses(name("nodePortAddresses"), nodePortAddresses),
                clusterCidr.isEmpty()
                        ? rules
                        : rules.withPodRanges(Ranges.parse(
                                name("clusterCIDR"), List.of(clusterCidr.get().split(",")))),
                masquerading().orElse(defaults.masquerading()),
                defaults.silentLinks());
    }

    /** kube-proxy keeps masqueradeAll among the settings of its other mode, and heeds it in this one. */
    private Optional<Masquerading> masquerading() throws ConfigException {
        Optional<String> mode = text("detectLocalMode");
        Optional<String> all = text("iptables.masqueradeAll");
        if (all.filter(value -> !Set.of("true", "false").contains(value)).isPresent()) {
            throw wrong("iptables.masqueradeAll", all.get(), "true or false");
        }
        if (mode.isEmpty() && all.isEmpty()) {
            return Optional.empty();
        }
        MasqueradingText reader = new MasqueradingText(
                name("detectLocalMode"), name("detectLocal.bridgeInterface"), name("detectLocal.interfaceNamePrefix"));
        return Optional.of(reader.read(
                all.filter("true"::equals).isPresent(),
                mode.orElse(""),
                text("detectLocal.bridgeInterface").orElse(""),
                text("detectLocal.interfaceNamePrefix").orElse("")));
    }

    private Optional<Scheduler> scheduler() throws ConfigException {
        Optional<String> name = text("ipvs.scheduler");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        Optional<Scheduler> scheduler = Scheduler.named(name.get());
        if (scheduler.isEmpty()) {
            throw wrong("ipvs.scheduler", name.get(), Scheduler.allowed());
        }
        return scheduler;
    }

    private Optional<Duration> syncPeriod() throws ConfigException {
        Optional<String> text = text("ipvs.syncPeriod");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        // kubeadm writes "0s" for "your default".
        return Optional.of(Durations.parse(name("ipvs.syncPeriod"), text.get())).filter(d -> !d.isZero());
    }

    private Optional<Boolean> strictArp() throws ConfigException {
        Optional<String> text = text("ipvs.strictARP");
        if (text.isPresent() && !text.get().matches("true|false")) {
            throw wrong("ipvs.strictARP", text.get(), "true or false");
        }
        return text.map(Boolean::valueOf);
    }

    private void require(String key, String value) throws ConfigException {
        String found = text(key).orElse("");
        if (!found.equals(value)) {
            throw wrong(key, found, value);
        }
    }

    /** The value at this key; empty when absent or "". */
    private Optional<String> text(String key) throws ConfigException {
        JsonNode node = root.at("/" + key.replace('.', '/'));
        if (node.isContainerNode()) {
            throw wrong(key, node, "a single value");
        }
        return node.isMissingNode() || node.isNull() || node.asText().isEmpty()
                ? Optional.empty()
                : Optional.of(node.asText());
    }

    /** The list of values at this key; empty when absent. */
    private List<String> texts(String key) throws ConfigException {
        List<String> texts = new ArrayList<>();
        JsonNode node = root.path(key);
        if (!node.isArray() && !node.isMissingNode() && !node.isNull()) {
            throw wrong(key, node, "a list");
        }
        node.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private ConfigException wrong(String key, Object value, String allowed) {
        return new ConfigException(name(key), value, allowed);
    }

    private String name(String key) {
        return "--config " + file + ": " + key;
    }

    private List<String> ignored() {
        List<String> keys = new ArrayList<>();
        collect("", root, keys);
        keys.removeAll(READ);
        keys.sort(null);
        return keys;
    }

    /** The keys that say something: empty, zero and null values are kubeadm's way to say nothing. */
    private static void collect(String path, JsonNode node, List<String> keys) {
        if (node.isObject()) {
            node.properties()
                    .forEach(field -> collect(
                            path.isEmpty() ? field.getKey() : path + "." + field.getKey(), field.getValue(), keys));
        } else if (!isSilent(node)) {
            keys.add(path);
        }
    }

    private static boolean isSilent(JsonNode node) {
        boolean zero = node.isNumber() && node.asDouble() == 0;
        boolean no = node.isBoolean() && !node.asBoolean();
        return node.isNull()
                || zero
                || no
                || node.isArray() && node.isEmpty()
                || Set.of("", "0s").contains(node.asText("x"));
    }
}
