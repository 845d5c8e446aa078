package io.kubeipvs.daemon.config;

import static io.kubeipvs.daemon.config.ConfigKey.duration;
import static io.kubeipvs.daemon.config.ConfigKey.list;
import static io.kubeipvs.daemon.config.ConfigKey.number;
import static io.kubeipvs.daemon.config.ConfigKey.of;
import static io.kubeipvs.daemon.config.ConfigKey.opaque;
import static io.kubeipvs.daemon.config.ConfigKey.text;
import static io.kubeipvs.daemon.config.ConfigKey.truth;
import static io.kubeipvs.daemon.config.ValueRule.ADDRESS;
import static io.kubeipvs.daemon.config.ValueRule.ANY;
import static io.kubeipvs.daemon.config.ValueRule.DECIMAL;
import static io.kubeipvs.daemon.config.ValueRule.DURATION;
import static io.kubeipvs.daemon.config.ValueRule.RANGE;
import static io.kubeipvs.daemon.config.ValueRule.SCHEDULER;
import static io.kubeipvs.daemon.config.ValueRule.SECONDS;
import static io.kubeipvs.daemon.config.ValueRule.hostPort;
import static io.kubeipvs.daemon.config.ValueRule.link;
import static io.kubeipvs.daemon.config.ValueRule.oneOf;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.Masquerading.LocalPods;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.daemon.config.ConfigKey.Form;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every key of a {@code KubeProxyConfiguration}, version {@code kubeproxy.config.k8s.io/v1alpha1}, with the flag of
 * kube-proxy that says the same. Source: the reference of that type in Kubernetes' documentation.
 */
public final class KubeProxyKeys {
    static final String API_VERSION = "kubeproxy.config.k8s.io/v1alpha1";
    static final String KIND = "KubeProxyConfiguration";
    static final String MODE = "ipvs";
    static final int HEALTHZ_PORT = 10256;
    static final int METRICS_PORT = 10249;

    private static final int MOST = Integer.MAX_VALUE;

    /** All of them. */
    public static final ConfigKeys KEYS =
            new ConfigKeys(Stream.of(ofIpvs(), ofServices(), ofTheNode(), ofConntrack(), silent(), ofOtherModes())
                    .flatMap(List::stream)
                    .toList());

    private KubeProxyKeys() {}

    private static List<ConfigKey> ofIpvs() {
        return List.of(
                text("apiVersion", oneOf(API_VERSION, API_VERSION), "").atStart(config -> API_VERSION),
                text("kind", oneOf(KIND, KIND), "").atStart(config -> KIND),
                text("mode", oneOf("ipvs (this program does nothing else)", "ipvs"), "ipvs")
                        .atStart(config -> MODE)
                        .flag("proxy-mode"),
                text("ipvs.scheduler", SCHEDULER, "rr")
                        .live(setting(settings -> settings.scheduler().kernelName()))
                        .flag("ipvs-scheduler"),
                duration("ipvs.syncPeriod", DURATION, "30s")
                        .live(Config::syncPeriod)
                        .flag("ipvs-sync-period"),
                duration("ipvs.minSyncPeriod", DURATION, "0s")
                        .live(Config::minSyncPeriod)
                        .flag("ipvs-min-sync-period"),
                list("ipvs.excludeCIDRs", RANGE)
                        .live(setting(Settings::excludedRanges))
                        .flag("ipvs-exclude-cidrs"),
                truth("ipvs.strictARP", "false").live(Config::strictArp).flag("ipvs-strict-arp"),
                duration("ipvs.tcpTimeout", SECONDS, "0s")
                        .live(timeout(Timeouts::tcp))
                        .flag("ipvs-tcp-timeout"),
                duration("ipvs.tcpFinTimeout", SECONDS, "0s")
                        .live(timeout(Timeouts::tcpFin))
                        .flag("ipvs-tcpfin-timeout"),
                duration("ipvs.udpTimeout", SECONDS, "0s")
                        .live(timeout(Timeouts::udp))
                        .flag("ipvs-udp-timeout"));
    }

    private static List<ConfigKey> ofServices() {
        return List.of(
                truth("iptables.masqueradeAll", "false")
                        .live(masquerading(Masquerading::all))
                        .flag("masquerade-all"),
                text("detectLocalMode", ANY, "ClusterCIDR")
                        .live(masquerading(value -> MasqueradingText.modeOf(value.localPods())))
                        .flag("detect-local-mode"),
                text("detectLocal.bridgeInterface", link(LinkNames.LONGEST), "")
                        .live(masquerading(linkOf(LocalPods.BRIDGE_INTERFACE)))
                        .flag("pod-bridge-interface"),
                text("detectLocal.interfaceNamePrefix", link(LinkNames.LONGEST - 1), "")
                        .live(masquerading(linkOf(LocalPods.INTERFACE_NAME_PREFIX)))
                        .flag("pod-interface-name-prefix"),
                text("clusterCIDR", ANY, "")
                        .live(setting(KubeProxyKeys::podRanges))
                        .flag("cluster-cidr"),
                list("nodePortAddresses", ANY)
                        .live(setting(KubeProxyKeys::nodePorts))
                        .flag("nodeport-addresses"));
    }

    private static List<ConfigKey> ofTheNode() {
        return List.of(
                text("clientConnection.kubeconfig", ANY, "")
                        .atStart(Config::kubeconfig)
                        .flag("kubeconfig"),
                text("hostnameOverride", ANY, "").atStart(Config::nodeName).flag("hostname-override"),
                text("bindAddress", ADDRESS, "0.0.0.0")
                        .atStart(Config::bindAddress)
                        .flag("bind-address"),
                text("metricsBindAddress", hostPort(METRICS_PORT), "127.0.0.1:10249")
                        .atStart(Config::metricsAddress)
                        .flag("metrics-bind-address"),
                text("healthzBindAddress", hostPort(HEALTHZ_PORT), "0.0.0.0:10256")
                        .atStart(Config::healthzAddress)
                        .flag("healthz-bind-address"),
                number("oomScoreAdj", -1000, 1000, "-999")
                        .atStart(config -> config.tuning().oomScoreAdj())
                        .flag("oom-score-adj"),
                number("logging.verbosity", 0, MOST, "0").live(Config::verbosity));
    }

    private static List<ConfigKey> ofConntrack() {
        return List.of(
                number("conntrack.maxPerCore", 0, MOST, "32768")
                        .live(conntrack(Conntrack::maxPerCore))
                        .flag("conntrack-max-per-core"),
                number("conntrack.min", 0, MOST, "131072")
                        .live(conntrack(Conntrack::min))
                        .flag("conntrack-min"),
                duration("conntrack.tcpEstablishedTimeout", SECONDS, "24h")
                        .live(conntrack(Conntrack::tcpEstablished))
                        .flag("conntrack-tcp-timeout-established"),
                duration("conntrack.tcpCloseWaitTimeout", SECONDS, "1h")
                        .live(conntrack(Conntrack::tcpCloseWait))
                        .flag("conntrack-tcp-timeout-close-wait"),
                truth("conntrack.tcpBeLiberal", "false")
                        .live(conntrack(Conntrack::tcpBeLiberal))
                        .flag("conntrack-tcp-be-liberal"),
                duration("conntrack.udpTimeout", SECONDS, "0s")
                        .live(conntrack(Conntrack::udp))
                        .flag("conntrack-udp-timeout"),
                duration("conntrack.udpStreamTimeout", SECONDS, "0s")
                        .live(conntrack(Conntrack::udpStream))
                        .flag("conntrack-udp-timeout-stream"));
    }

    /** What could be of account here, and is not. */
    private static List<ConfigKey> silent() {
        return List.of(
                opaque("featureGates").flag("feature-gates"),
                text("clientConnection.acceptContentTypes", ANY, ""),
                text("clientConnection.contentType", ANY, "application/vnd.kubernetes.protobuf")
                        .flag("kube-api-content-type"),
                of("clientConnection.qps", Form.NUMBER, DECIMAL, "5").flag("kube-api-qps"),
                number("clientConnection.burst", 0, MOST, "10").flag("kube-api-burst"),
                text("logging.format", oneOf("text or json", "text", "json"), "text")
                        .flag("logging-format"),
                text("logging.flushFrequency", ANY, "5s").flag("log-flush-frequency"),
                opaque("logging.vmodule").flag("vmodule"),
                truth("logging.options.text.splitStream", "").flag("log-text-split-stream"),
                text("logging.options.text.infoBufferSize", ANY, "0").flag("log-text-info-buffer-size"),
                truth("logging.options.json.splitStream", "").flag("log-json-split-stream"),
                text("logging.options.json.infoBufferSize", ANY, "0").flag("log-json-info-buffer-size"),
                truth("bindAddressHardFail", "false").flag("bind-address-hard-fail"),
                truth("enableProfiling", "false").flag("profiling"),
                text("showHiddenMetricsForVersion", ANY, "").flag("show-hidden-metrics-for-version"),
                duration("configSyncPeriod", DURATION, "15m").flag("config-sync-period"),
                text("portRange", ANY, ""),
                truth("windowsRunAsService", ""));
    }

    private static List<ConfigKey> ofOtherModes() {
        return List.of(
                of(
                                "iptables.masqueradeBit",
                                Form.NUMBER,
                                oneOf("14 (the bit in our packet filter is fixed)", "14"),
                                "14")
                        .flag("iptables-masquerade-bit"),
                truth("iptables.localhostNodePorts", "true").flag("iptables-localhost-nodeports"),
                duration("iptables.syncPeriod", DURATION, "30s").flag("iptables-sync-period"),
                duration("iptables.minSyncPeriod", DURATION, "1s").flag("iptables-min-sync-period"),
                number("nftables.masqueradeBit", 0, 31, "14"),
                truth("nftables.masqueradeAll", "false"),
                duration("nftables.syncPeriod", DURATION, "30s"),
                duration("nftables.minSyncPeriod", DURATION, "1s"),
                text("winkernel.networkName", ANY, ""),
                text("winkernel.sourceVip", ANY, ""),
                truth("winkernel.enableDSR", "false"),
                text("winkernel.rootHnsEndpointName", ANY, ""),
                truth("winkernel.forwardHealthCheckVip", "false"));
    }

    private static Function<Config, Object> setting(Function<Settings, Object> value) {
        return config -> value.apply(config.settings());
    }

    private static Function<Config, Object> masquerading(Function<Masquerading, Object> value) {
        return config -> value.apply(config.settings().masquerading());
    }

    private static Function<Config, Object> timeout(Function<Timeouts, Object> value) {
        return config -> value.apply(config.tuning().timeouts());
    }

    private static Function<Config, Object> conntrack(Function<Conntrack, Object> value) {
        return config -> value.apply(config.tuning().conntrack());
    }

    /** The link by which pods are known, where it is of account. */
    private static Function<Masquerading, Object> linkOf(LocalPods mode) {
        return value -> value.localPods() == mode ? value.link() : "";
    }

    private static String podRanges(Settings settings) {
        return settings.externalAddresses().podRanges().stream()
                .map(Cidr::toString)
                .collect(Collectors.joining(","));
    }

    private static List<?> nodePorts(Settings settings) {
        NodePortAddresses addresses = settings.nodePortAddresses();
        return addresses.primary() ? List.of("primary") : addresses.ranges();
    }
}
