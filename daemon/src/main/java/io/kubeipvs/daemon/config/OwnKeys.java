package io.kubeipvs.daemon.config;

import static io.kubeipvs.daemon.config.ConfigKey.duration;
import static io.kubeipvs.daemon.config.ConfigKey.list;
import static io.kubeipvs.daemon.config.ConfigKey.text;
import static io.kubeipvs.daemon.config.ConfigKey.truth;
import static io.kubeipvs.daemon.config.ValueRule.DURATION;
import static io.kubeipvs.daemon.config.ValueRule.LINKS;
import static io.kubeipvs.daemon.config.ValueRule.RANGE;
import static io.kubeipvs.daemon.config.ValueRule.oneOf;

import io.kubeipvs.core.model.ExternalAddressRules;
import java.util.List;
import java.util.Set;

/** The keys that kube-proxy does not have, and that stand in a file of their own, for it would refuse them. */
public final class OwnKeys {
    static final String API_VERSION = "kubeipvs.io/v1alpha1";
    static final String KIND = "KubeIpvsConfiguration";

    /** All of them. */
    public static final ConfigKeys KEYS = new ConfigKeys(List.of(
            text("apiVersion", oneOf(API_VERSION, API_VERSION), "").atStart(config -> API_VERSION),
            text("kind", oneOf(KIND, KIND), "").atStart(config -> KIND),
            duration("drainTimeout", DURATION, "1h")
                    .live(config -> config.settings().drainTimeout())
                    .flag("ipvs-drain-timeout"),
            list("serviceCIDRs", RANGE)
                    .live(config -> addresses(config).serviceRanges())
                    .flag("service-cidr"),
            list("silentARPLinks", LINKS)
                    .live(config -> sorted(config.settings().silentLinks()))
                    .flag("silent-arp-links"),
            truth("watchOnlyThisNode", "false").atStart(Config::onlyThisNode).flag("watch-only-this-node"),
            list("externalAddresses.allowedCIDRs", RANGE)
                    .live(config -> addresses(config).allowed()),
            list("externalAddresses.deniedCIDRs", RANGE)
                    .live(config -> addresses(config).denied())));

    private OwnKeys() {}

    private static ExternalAddressRules addresses(Config config) {
        return config.settings().externalAddresses();
    }

    private static List<String> sorted(Set<String> names) {
        return names.stream().sorted().toList();
    }
}
