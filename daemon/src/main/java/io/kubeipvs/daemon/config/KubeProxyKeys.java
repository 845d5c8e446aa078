package io.kubeipvs.daemon.config;

import static io.kubeipvs.daemon.config.ConfigKey.Effect.LIVE;
import static io.kubeipvs.daemon.config.ConfigKey.Effect.NONE;
import static io.kubeipvs.daemon.config.ConfigKey.Effect.RESTART;
import static io.kubeipvs.daemon.config.ConfigKey.list;
import static io.kubeipvs.daemon.config.ConfigKey.of;
import static io.kubeipvs.daemon.config.ConfigKey.opaque;
import static io.kubeipvs.daemon.config.ValueRule.ADDRESS;
import static io.kubeipvs.daemon.config.ValueRule.ANY;
import static io.kubeipvs.daemon.config.ValueRule.DURATION;
import static io.kubeipvs.daemon.config.ValueRule.RANGE;
import static io.kubeipvs.daemon.config.ValueRule.SCHEDULER;
import static io.kubeipvs.daemon.config.ValueRule.SECONDS;
import static io.kubeipvs.daemon.config.ValueRule.TRUTH;
import static io.kubeipvs.daemon.config.ValueRule.hostPort;
import static io.kubeipvs.daemon.config.ValueRule.number;
import static io.kubeipvs.daemon.config.ValueRule.oneOf;

import java.util.List;
import java.util.stream.Stream;

/**
 * Every key of a {@code KubeProxyConfiguration}, version {@code kubeproxy.config.k8s.io/v1alpha1}, with the flag of
 * kube-proxy that says the same. Source: the reference of that type in Kubernetes' documentation.
 */
public final class KubeProxyKeys {
    static final String API_VERSION = "kubeproxy.config.k8s.io/v1alpha1";
    static final String KIND = "KubeProxyConfiguration";
    static final int HEALTHZ_PORT = 10256;
    static final int METRICS_PORT = 10249;

    private static final int MOST = Integer.MAX_VALUE;

    /** All of them. */
    public static final ConfigKeys KEYS = new ConfigKeys(Stream.of(acting(), ofTheNode(), silent(), ofOtherModes())
            .flatMap(List::stream)
            .toList());

    private KubeProxyKeys() {}

    private static List<ConfigKey> acting() {
        return List.of(
                of("apiVersion", oneOf(API_VERSION, API_VERSION), "", RESTART),
                of("kind", oneOf(KIND, KIND), "", RESTART),
                of("mode", oneOf("ipvs (this program does nothing else)", "ipvs"), "ipvs", RESTART)
                        .flag("proxy-mode"),
                of("ipvs.scheduler", SCHEDULER, "rr", LIVE).flag("ipvs-scheduler"),
                of("ipvs.syncPeriod", DURATION, "30s", LIVE).flag("ipvs-sync-period"),
                of("ipvs.minSyncPeriod", DURATION, "0s", LIVE).flag("ipvs-min-sync-period"),
                list("ipvs.excludeCIDRs", RANGE, LIVE).flag("ipvs-exclude-cidrs"),
                of("ipvs.strictARP", TRUTH, "false", LIVE).flag("ipvs-strict-arp"),
                of("ipvs.tcpTimeout", SECONDS, "0s", LIVE).flag("ipvs-tcp-timeout"),
                of("ipvs.tcpFinTimeout", SECONDS, "0s", LIVE).flag("ipvs-tcpfin-timeout"),
                of("ipvs.udpTimeout", SECONDS, "0s", LIVE).flag("ipvs-udp-timeout"),
                of("iptables.masqueradeAll", TRUTH, "false", LIVE).flag("masquerade-all"),
                of("detectLocalMode", ANY, "ClusterCIDR", LIVE).flag("detect-local-mode"),
                of("detectLocal.bridgeInterface", ANY, "", LIVE).flag("pod-bridge-interface"),
                of("detectLocal.interfaceNamePrefix", ANY, "", LIVE).flag("pod-interface-name-prefix"),
                of("clusterCIDR", ANY, "", LIVE).flag("cluster-cidr"),
                list("nodePortAddresses", ANY, LIVE).flag("nodeport-addresses"));
    }

    private static List<ConfigKey> ofTheNode() {
        return List.of(
                of("clientConnection.kubeconfig", ANY, "", RESTART).flag("kubeconfig"),
                of("hostnameOverride", ANY, "", RESTART).flag("hostname-override"),
                of("bindAddress", ADDRESS, "0.0.0.0", RESTART).flag("bind-address"),
                of("metricsBindAddress", hostPort(METRICS_PORT), "127.0.0.1:10249", RESTART)
                        .flag("metrics-bind-address"),
                of("healthzBindAddress", hostPort(HEALTHZ_PORT), "0.0.0.0:10256", RESTART)
                        .flag("healthz-bind-address"),
                of("oomScoreAdj", number(-1000, 1000), "-999", RESTART).flag("oom-score-adj"),
                of("logging.verbosity", number(0, MOST), "0", LIVE),
                of("conntrack.maxPerCore", number(0, MOST), "32768", LIVE).flag("conntrack-max-per-core"),
                of("conntrack.min", number(0, MOST), "131072", LIVE).flag("conntrack-min"),
                of("conntrack.tcpEstablishedTimeout", SECONDS, "24h", LIVE).flag("conntrack-tcp-timeout-established"),
                of("conntrack.tcpCloseWaitTimeout", SECONDS, "1h", LIVE).flag("conntrack-tcp-timeout-close-wait"),
                of("conntrack.tcpBeLiberal", TRUTH, "false", LIVE).flag("conntrack-tcp-be-liberal"),
                of("conntrack.udpTimeout", SECONDS, "0s", LIVE).flag("conntrack-udp-timeout"),
                of("conntrack.udpStreamTimeout", SECONDS, "0s", LIVE).flag("conntrack-udp-timeout-stream"));
    }

    /** What could be of account here, and is not. */
    private static List<ConfigKey> silent() {
        return List.of(
                opaque("featureGates").flag("feature-gates"),
                of("clientConnection.acceptContentTypes", ANY, "", NONE),
                of("clientConnection.contentType", ANY, "application/vnd.kubernetes.protobuf", NONE)
                        .flag("kube-api-content-type"),
                of("clientConnection.qps", ANY, "5", NONE).flag("kube-api-qps"),
                of("clientConnection.burst", number(0, MOST), "10", NONE).flag("kube-api-burst"),
                of("logging.format", oneOf("text or json", "text", "json"), "text", NONE)
                        .flag("logging-format"),
                of("logging.flushFrequency", ANY, "5s", NONE).flag("log-flush-frequency"),
                opaque("logging.vmodule").flag("vmodule"),
                of("logging.options.text.splitStream", TRUTH, "false", NONE).flag("log-text-split-stream"),
                of("logging.options.text.infoBufferSize", ANY, "0", NONE).flag("log-text-info-buffer-size"),
                of("logging.options.json.splitStream", TRUTH, "false", NONE).flag("log-json-split-stream"),
                of("logging.options.json.infoBufferSize", ANY, "0", NONE).flag("log-json-info-buffer-size"),
                of("bindAddressHardFail", TRUTH, "false", NONE).flag("bind-address-hard-fail"),
                of("enableProfiling", TRUTH, "false", NONE).flag("profiling"),
                of("showHiddenMetricsForVersion", ANY, "", NONE).flag("show-hidden-metrics-for-version"),
                of("configSyncPeriod", DURATION, "15m", NONE).flag("config-sync-period"),
                of("portRange", ANY, "", NONE),
                of("windowsRunAsService", TRUTH, "false", NONE));
    }

    private static List<ConfigKey> ofOtherModes() {
        return List.of(
                of("iptables.masqueradeBit", oneOf("14 (the bit in our packet filter is fixed)", "14"), "14", NONE)
                        .flag("iptables-masquerade-bit"),
                of("iptables.localhostNodePorts", TRUTH, "true", NONE).flag("iptables-localhost-nodeports"),
                of("iptables.syncPeriod", DURATION, "30s", NONE).flag("iptables-sync-period"),
                of("iptables.minSyncPeriod", DURATION, "1s", NONE).flag("iptables-min-sync-period"),
                of("nftables.masqueradeBit", number(0, 31), "14", NONE),
                of("nftables.masqueradeAll", TRUTH, "false", NONE),
                of("nftables.syncPeriod", DURATION, "30s", NONE),
                of("nftables.minSyncPeriod", DURATION, "1s", NONE),
                of("winkernel.networkName", ANY, "", NONE),
                of("winkernel.sourceVip", ANY, "", NONE),
                of("winkernel.enableDSR", TRUTH, "false", NONE),
                of("winkernel.rootHnsEndpointName", ANY, "", NONE),
                of("winkernel.forwardHealthCheckVip", TRUTH, "false", NONE));
    }
}
