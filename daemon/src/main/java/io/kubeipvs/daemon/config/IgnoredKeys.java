package io.kubeipvs.daemon.config;

import static io.kubeipvs.daemon.config.KeyDeclaration.key;
import static io.kubeipvs.daemon.config.ValueTypes.DECIMAL;
import static io.kubeipvs.daemon.config.ValueTypes.DURATION;
import static io.kubeipvs.daemon.config.ValueTypes.GO_PORT_RANGE;
import static io.kubeipvs.daemon.config.ValueTypes.MINOR_VERSION;
import static io.kubeipvs.daemon.config.ValueTypes.MODULE_LEVELS;
import static io.kubeipvs.daemon.config.ValueTypes.PAUSE;
import static io.kubeipvs.daemon.config.ValueTypes.QUANTITY;
import static io.kubeipvs.daemon.config.ValueTypes.SWITCHES;
import static io.kubeipvs.daemon.config.ValueTypes.TEXT;
import static io.kubeipvs.daemon.config.ValueTypes.TIME;
import static io.kubeipvs.daemon.config.ValueTypes.TRUTH;
import static io.kubeipvs.daemon.config.ValueTypes.number;

import java.util.List;

/** The keys of kube-proxy's file that are accepted and do nothing here. */
final class IgnoredKeys {
    private static final String OTHER_MODE = "of another mode";

    static final List<ConfigKey<?>> ALL = List.of(
            key(JoinedKeys.GATES, SWITCHES)
                    .flag("feature-gates")
                    .meaning("this program has no feature gates; every gate is accepted")
                    .withoutEffect(""),
            key("clientConnection.qps", DECIMAL)
                    .flag("kube-api-qps")
                    .meaning("the program sends too few requests to limit them")
                    .withoutEffect("5"),
            key("clientConnection.burst", number(0, Integer.MAX_VALUE))
                    .flag("kube-api-burst")
                    .meaning("the same")
                    .withoutEffect("10"),
            key("logging.flushFrequency", TIME)
                    .flag("log-flush-frequency")
                    .meaning("every line is written at once")
                    .withoutEffect("5s"),
            key(JoinedKeys.MODULES, MODULE_LEVELS).flag("vmodule").withoutEffect(""),
            key(JoinedKeys.TEXT_SPLIT, TRUTH).flag("log-text-split-stream").withoutEffect(""),
            key(JoinedKeys.TEXT_BUFFER, QUANTITY)
                    .flag("log-text-info-buffer-size")
                    .withoutEffect("0"),
            key(JoinedKeys.JSON_SPLIT, TRUTH).flag("log-json-split-stream").withoutEffect(""),
            key(JoinedKeys.JSON_BUFFER, QUANTITY)
                    .flag("log-json-info-buffer-size")
                    .withoutEffect("0"),
            key("enableProfiling", TRUTH).flag("profiling").withoutEffect("false"),
            key("showHiddenMetricsForVersion", MINOR_VERSION)
                    .flag("show-hidden-metrics-for-version")
                    .meaning("no metric is hidden; a minor version such as `1.35`, whichever it is")
                    .withoutEffect(""),
            key("configSyncPeriod", PAUSE)
                    .flag("config-sync-period")
                    .meaning("a watch is read anew when it breaks, not after a fixed time")
                    .withoutEffect("15m"),
            key("portRange", GO_PORT_RANGE).meaning("kube-proxy ignores it too").withoutEffect(""),
            key("windowsRunAsService", TRUTH).withoutEffect(""),
            key("iptables.localhostNodePorts", TRUTH)
                    .flag("iptables-localhost-nodeports")
                    .meaning("IPVS never serves node ports on loopback addresses")
                    .withoutEffect("true"),
            key("iptables.syncPeriod", DURATION)
                    .flag("iptables-sync-period")
                    .meaning(OTHER_MODE)
                    .withoutEffect("30s"),
            key("iptables.minSyncPeriod", DURATION)
                    .flag("iptables-min-sync-period")
                    .meaning(OTHER_MODE)
                    .withoutEffect("1s"),
            key("nftables.masqueradeBit", number(Integer.MIN_VALUE, Integer.MAX_VALUE))
                    .meaning(OTHER_MODE)
                    .withoutEffect("14"),
            key("nftables.masqueradeAll", TRUTH).meaning(OTHER_MODE).withoutEffect("false"),
            key("nftables.syncPeriod", DURATION).meaning(OTHER_MODE).withoutEffect("30s"),
            key("nftables.minSyncPeriod", DURATION).meaning(OTHER_MODE).withoutEffect("1s"),
            key("winkernel.networkName", TEXT).meaning(OTHER_MODE).withoutEffect(""),
            key("winkernel.sourceVip", TEXT).meaning(OTHER_MODE).withoutEffect(""),
            key("winkernel.enableDSR", TRUTH).meaning(OTHER_MODE).withoutEffect("false"),
            key("winkernel.rootHnsEndpointName", TEXT).meaning(OTHER_MODE).withoutEffect(""),
            key("winkernel.forwardHealthCheckVip", TRUTH).meaning(OTHER_MODE).withoutEffect("false"));

    private IgnoredKeys() {}
}
