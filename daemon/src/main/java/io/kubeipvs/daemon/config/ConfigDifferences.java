package io.kubeipvs.daemon.config;

import io.kubeipvs.core.model.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What differs between two configurations, by the names that a user knows. */
final class ConfigDifferences {
    private static final Map<String, Function<Config, Object>> LIVE = new LinkedHashMap<>();
    private static final Map<String, Function<Config, Object>> RESTART = new LinkedHashMap<>();

    static {
        setting("ipvs.scheduler", settings -> settings.scheduler().kernelName());
        setting("nodePortAddresses", Settings::nodePortAddresses);
        setting("clusterCIDR", settings -> settings.externalAddresses().podRanges());
        setting("masquerading", Settings::masquerading);
        setting("ipvs.excludeCIDRs", Settings::excludedRanges);
        setting("drainTimeout", Settings::drainTimeout);
        setting("serviceCIDRs", settings -> settings.externalAddresses().serviceRanges());
        setting("silentARPLinks", Settings::silentLinks);
        setting(
                "externalAddresses.deniedCIDRs",
                settings -> settings.externalAddresses().denied());
        setting(
                "externalAddresses.allowedCIDRs",
                settings -> settings.externalAddresses().allowed());
        LIVE.put("ipvs.strictARP", Config::strictArp);
        LIVE.put("ipvs.syncPeriod", Config::syncPeriod);
        LIVE.put("ipvs.minSyncPeriod", Config::minSyncPeriod);
        LIVE.put("ipvs.timeouts", config -> config.tuning().timeouts());
        LIVE.put("conntrack", config -> config.tuning().conntrack());
        LIVE.put("logging.verbosity", Config::verbosity);
        RESTART.put("metricsBindAddress", Config::metricsAddress);
        RESTART.put("healthzBindAddress", Config::healthzAddress);
        RESTART.put("clientConnection.kubeconfig", Config::kubeconfig);
        RESTART.put("hostnameOverride", Config::nodeName);
        RESTART.put("bindAddress", Config::bindAddress);
        RESTART.put("oomScoreAdj", config -> config.tuning().oomScoreAdj());
    }

    private ConfigDifferences() {}

    private static void setting(String key, Function<Settings, Object> value) {
        LIVE.put(key, config -> value.apply(config.settings()));
    }

    /** What takes effect while running, each as {@code key=value}. */
    static List<String> live(Config before, Config after) {
        List<String> differences = new ArrayList<>();
        changed(LIVE, before, after)
                .forEach(key -> differences.add(key + "=" + LIVE.get(key).apply(after)));
        return differences;
    }

    /** The keys that take effect at the next start only. */
    static List<String> needRestart(Config before, Config after) {
        return changed(RESTART, before, after);
    }

    private static List<String> changed(Map<String, Function<Config, Object>> keys, Config before, Config after) {
        return keys.keySet().stream()
                .filter(key -> !keys.get(key).apply(before).equals(keys.get(key).apply(after)))
                .toList();
    }
}
