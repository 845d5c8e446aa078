package io.kubeipvs.daemon.config;

import static io.kubeipvs.daemon.config.ConfigKey.Effect.LIVE;
import static io.kubeipvs.daemon.config.ConfigKey.Effect.RESTART;
import static io.kubeipvs.daemon.config.ConfigKey.list;
import static io.kubeipvs.daemon.config.ConfigKey.of;
import static io.kubeipvs.daemon.config.ValueRule.ANY;
import static io.kubeipvs.daemon.config.ValueRule.DURATION;
import static io.kubeipvs.daemon.config.ValueRule.RANGE;
import static io.kubeipvs.daemon.config.ValueRule.oneOf;

import java.util.List;

/** The keys that kube-proxy does not have, and that stand in a file of their own, for it would refuse them. */
public final class OwnKeys {
    static final String API_VERSION = "kubeipvs.io/v1alpha1";
    static final String KIND = "KubeIpvsConfiguration";

    /** All of them. */
    public static final ConfigKeys KEYS = new ConfigKeys(List.of(
            of("apiVersion", oneOf(API_VERSION, API_VERSION), "", RESTART),
            of("kind", oneOf(KIND, KIND), "", RESTART),
            of("drainTimeout", DURATION, "1h", LIVE).flag("ipvs-drain-timeout"),
            list("serviceCIDRs", RANGE, LIVE).flag("service-cidr"),
            list("silentARPLinks", ANY, LIVE).flag("silent-arp-links"),
            list("externalAddresses.allowedCIDRs", RANGE, LIVE),
            list("externalAddresses.deniedCIDRs", RANGE, LIVE)));

    private OwnKeys() {}
}
