package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.Masquerading.LocalPods;
import java.time.Duration;
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

    private static final Map<String, LocalPods> MODES = Map.of(
            "ClusterCIDR", LocalPods.CLUSTER_CIDR,
            "NodeCIDR", LocalPods.NODE_CIDR,
            "BridgeInterface", LocalPods.BRIDGE_INTERFACE,
            "InterfaceNamePrefix", LocalPods.INTERFACE_NAME_PREFIX);

    private JoinedKeys() {}

    /** Applies all of them, after every key was set by itself. */
    static void apply(KeyValues values, Config.Builder config) throws ConfigException {
        detectLocal(values, config);
        addressFamily(values, config);
        requirePeriods(values, config);
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
        if (values.text(BIND_ADDRESS).filter(text -> text.contains(":")).isEmpty()) {
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
                    values.text(MIN_SYNC_PERIOD).orElse(Durations.brief(pace.minSyncPeriod())),
                    "at most ipvs.syncPeriod, which is " + most.toSeconds() + "s");
        }
    }
}
