package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.GoDuration;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.Masquerading.LocalPods;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The rules of kube-proxy's file that join several keys. Every other key is set by its declaration alone. */
final class JoinedKeys {
    static final String MODE = "detectLocalMode";
    static final String BRIDGE = "detectLocal.bridgeInterface";
    static final String PREFIX = "detectLocal.interfaceNamePrefix";
    static final String BIND_ADDRESS = "bindAddress";
    static final String METRICS_ADDRESS = "metricsBindAddress";
    static final String HEALTHZ_ADDRESS = "healthzBindAddress";
    static final String MIN_SYNC_PERIOD = "ipvs.minSyncPeriod";
    static final String CLUSTER_CIDR = "clusterCIDR";
    static final String GATES = "featureGates";
    static final String LOG_FORMAT = "logging.format";
    static final String MODULES = "logging.vmodule";
    static final String TEXT_SPLIT = "logging.options.text.splitStream";
    static final String TEXT_BUFFER = "logging.options.text.infoBufferSize";
    static final String JSON_SPLIT = "logging.options.json.splitStream";
    static final String JSON_BUFFER = "logging.options.json.infoBufferSize";

    private static final String RANGE = "a range, or one of each family with a comma between them and no blank, for"
            + " instance 10.244.0.0/16,fd00:244::/56";

    private static final Map<String, LocalPods> MODES = Map.of(
            "ClusterCIDR", LocalPods.CLUSTER_CIDR,
            "NodeCIDR", LocalPods.NODE_CIDR,
            "BridgeInterface", LocalPods.BRIDGE_INTERFACE,
            "InterfaceNamePrefix", LocalPods.INTERFACE_NAME_PREFIX);

    private JoinedKeys() {}

    /** Applies all of them, after every key was set by itself. */
    static void apply(KeyValues values, Config.Builder config) throws ConfigException {
        detectLocal(values, config);
        clusterRanges(values, config);
        addressFamily(values, config);
        requirePorts(values, config);
        requirePeriods(values, config);
        LogAndGates.require(values);
    }

    /** The mode decides which of the two names of links counts; without a mode neither does. */
    private static void detectLocal(KeyValues values, Config.Builder config) throws ConfigException {
        Optional<String> mode = values.text(MODE);
        if (mode.isPresent()) {
            LocalPods pods = MODES.get(mode.get());
            String link = switch (pods) {
                case BRIDGE_INTERFACE -> link(values, BRIDGE, LinkNames.LONGEST);
                case INTERFACE_NAME_PREFIX -> link(values, PREFIX, LinkNames.LONGEST - 1);
                case CLUSTER_CIDR, NODE_CIDR -> "";
            };
            config.settings(settings -> settings.masquerading(old -> old.withLocalPods(pods, link)));
        }
    }

    private static String link(KeyValues values, String path, int longest) throws ConfigException {
        return LinkNames.one(values.name(path), values.text(path).orElse(""), longest);
    }

    /** As kube-proxy, one range or one of each family; other modes do not use it there, so only what is a range counts. */
    private static void clusterRanges(KeyValues values, Config.Builder config) throws ConfigException {
        Optional<String> text = values.text(CLUSTER_CIDR);
        if (text.isEmpty()) {
            return;
        }
        boolean isStrict = config.build().settings().masquerading().localPods() == LocalPods.CLUSTER_CIDR;
        List<Cidr> ranges = new ArrayList<>();
        for (String part : text.get().split(",", -1)) {
            try {
                ranges.add(Ranges.range(part));
            } catch (IllegalArgumentException e) {
                if (isStrict) {
                    throw new ConfigException(values.name(CLUSTER_CIDR), text.get(), RANGE);
                }
                values.warn(new ConfigWarning(CLUSTER_CIDR, "'" + part + "' is no range", "write " + RANGE));
            }
        }
        boolean isPair =
                ranges.size() == 2 && ranges.get(0).family() != ranges.get(1).family();
        if (isStrict && ranges.size() > 1 && !isPair) {
            throw new ConfigException(values.name(CLUSTER_CIDR), text.get(), RANGE);
        }
        config.settings(settings -> settings.externalAddresses(rules -> rules.withPodRanges(ranges)));
    }

    /** Any free port is for a command line alone: kube-proxy refuses it. */
    private static void requirePorts(KeyValues values, Config.Builder config) throws ConfigException {
        Serving serving = config.build().serving();
        for (var address : Map.of(METRICS_ADDRESS, serving.metrics(), HEALTHZ_ADDRESS, serving.healthz())
                .entrySet()) {
            if (values.areOfFile()
                    && address.getValue().port() == 0
                    && values.text(address.getKey()).isPresent()) {
                throw new ConfigException(values.name(address.getKey()), address.getValue(), "a port from 1 to 65535");
            }
        }
    }

    /** The mode's name in a file. */
    static String modeOf(Masquerading masquerading) {
        return MODES.entrySet().stream()
                .filter(mode -> mode.getValue() == masquerading.localPods())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    /** The name of the link by which pods are recognised in this mode; "" in another mode. */
    static String linkOf(Masquerading masquerading, LocalPods mode) {
        return masquerading.localPods() == mode ? masquerading.link() : "";
    }

    /** Addresses that are not given are of the family of bindAddress. */
    private static void addressFamily(KeyValues values, Config.Builder config) {
        boolean isV6 = config.build().node().bindAddress().family() == Family.IPV6;
        if (values.text(BIND_ADDRESS).isEmpty() || !isV6) {
            return;
        }
        if (values.text(METRICS_ADDRESS).isEmpty()) {
            config.serving(serving -> serving.withMetrics(new HostPort("::1", Serving.METRICS_PORT)));
        }
        if (values.text(HEALTHZ_ADDRESS).isEmpty()) {
            config.serving(serving -> serving.withHealthz(new HostPort("::", Serving.HEALTHZ_PORT)));
        }
    }

    private static void requirePeriods(KeyValues values, Config.Builder config) throws ConfigException {
        Pace pace = config.build().pace();
        Duration most = pace.syncPeriod();
        if (pace.minSyncPeriod().compareTo(most) > 0) {
            throw new ConfigException(
                    values.name(MIN_SYNC_PERIOD),
                    values.text(MIN_SYNC_PERIOD).orElse(GoDuration.brief(pace.minSyncPeriod())),
                    "at most ipvs.syncPeriod, which is " + most.toSeconds() + "s");
        }
    }
}
