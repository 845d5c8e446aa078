package io.kubeipvs.daemon.config;

import static io.kubeipvs.daemon.config.KeyDeclaration.header;
import static io.kubeipvs.daemon.config.KeyDeclaration.key;
import static io.kubeipvs.daemon.config.ValueTypes.ADDRESS;
import static io.kubeipvs.daemon.config.ValueTypes.CONTENT_TYPE;
import static io.kubeipvs.daemon.config.ValueTypes.CONTENT_TYPES;
import static io.kubeipvs.daemon.config.ValueTypes.MARK_BIT;
import static io.kubeipvs.daemon.config.ValueTypes.NODE_NAME;
import static io.kubeipvs.daemon.config.ValueTypes.NODE_PORT_ADDRESSES;
import static io.kubeipvs.daemon.config.ValueTypes.PATH;
import static io.kubeipvs.daemon.config.ValueTypes.PAUSE;
import static io.kubeipvs.daemon.config.ValueTypes.RANGES;
import static io.kubeipvs.daemon.config.ValueTypes.SCHEDULER;
import static io.kubeipvs.daemon.config.ValueTypes.SECONDS;
import static io.kubeipvs.daemon.config.ValueTypes.TEXT;
import static io.kubeipvs.daemon.config.ValueTypes.TRUTH;
import static io.kubeipvs.daemon.config.ValueTypes.hostPort;
import static io.kubeipvs.daemon.config.ValueTypes.number;
import static io.kubeipvs.daemon.config.ValueTypes.oneOf;

import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Masquerading.LocalPods;
import io.kubeipvs.core.model.NodePortAddresses;
import io.kubeipvs.core.model.Scheduler;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The keys of a {@code KubeProxyConfiguration}, version {@code kubeproxy.config.k8s.io/v1alpha1}, with kube-proxy's flags
 * for them. Source: the reference of that type in Kubernetes' documentation.
 */
public final class KubeProxyKeys {
    /** All of them: the keys that act, then the keys without effect. */
    public static final ConfigKeys KEYS = new ConfigKeys(
            Stream.of(
                            ofIpvs(),
                            ofTheKernelsIpvs(),
                            ofMasquerading(),
                            ofAddresses(),
                            ofTheConnection(),
                            ofTheNode(),
                            ofTheLog(),
                            ofPorts(),
                            ofConntrack(),
                            IgnoredKeys.ALL)
                    .flatMap(List::stream)
                    .toList(),
            JoinedKeys::apply);

    private KubeProxyKeys() {}

    private static List<ConfigKey<?>> ofIpvs() {
        return List.of(
                header("apiVersion", "kubeproxy.config.k8s.io/v1alpha1"),
                header("kind", "KubeProxyConfiguration"),
                key("mode", oneOf("ipvs (this program does nothing else)", "ipvs"))
                        .flag("proxy-mode")
                        .meaning(
                                "an empty value counts as `ipvs`; every other mode is refused, because this program has"
                                        + " no other")
                        .atStart(c -> "ipvs", (c, v) -> {}),
                key("ipvs.scheduler", SCHEDULER)
                        .flag("ipvs-scheduler")
                        .common()
                        .meaning("the scheduler of every virtual server: " + Scheduler.known()
                                + ", or another one that the"
                                + " kernel has; an edit to one that it does not have is not taken")
                        .live(c -> c.settings().scheduler().kernelName(), (c, v) -> c.settings(s -> s.scheduler(v))),
                key("ipvs.syncPeriod", PAUSE)
                        .flag("ipvs-sync-period")
                        .meaning(
                                "time between the begins of two passes of the audit, which reads the kernel part by part and"
                                        + " repairs drift; with many Services a pass takes longer; `0s` = the default")
                        .live(c -> c.pace().syncPeriod(), (c, v) -> c.pace(p -> p.withSyncPeriod(v))),
                key(JoinedKeys.MIN_SYNC_PERIOD, PAUSE)
                        .flag("ipvs-min-sync-period")
                        .meaning("least time between two rounds of changes, so that many changes become one round; at"
                                + " most `syncPeriod`")
                        .live(c -> c.pace().minSyncPeriod(), (c, v) -> c.pace(p -> p.withMinSyncPeriod(v))),
                key("ipvs.excludeCIDRs", RANGES)
                        .flag("ipvs-exclude-cidrs")
                        .meaning(
                                "ranges in which nothing is removed: virtual servers and addresses of `kube-ipvs0` that"
                                        + " no Service wants stay there, those of a deleted Service too. Virtual servers of"
                                        + " other programs stay everywhere")
                        .live(c -> c.settings().excludedRanges(), (c, v) -> c.settings(s -> s.excludedRanges(v))));
    }

    private static List<ConfigKey<?>> ofTheKernelsIpvs() {
        return List.of(
                key("ipvs.strictARP", TRUTH)
                        .flag("ipvs-strict-arp")
                        .meaning(
                                "set `net.ipv4.conf.all.arp_ignore` = 1 and `arp_announce` = 2, so that no link answers"
                                        + " ARP for a VIP; `false` restores the former values, unless another program changed"
                                        + " them since")
                        .live(c -> c.tuning().strictArp(), (c, v) -> c.tuning(t -> t.withStrictArp(v))),
                key("ipvs.tcpTimeout", SECONDS)
                        .flag("ipvs-tcp-timeout")
                        .meaning("how long IPVS remembers an established TCP connection without a packet; `0s` = as"
                                + " long as connection tracking")
                        .live(c -> c.tuning().timeouts().tcp(), timeouts(Timeouts::withTcp)),
                key("ipvs.tcpFinTimeout", SECONDS)
                        .flag("ipvs-tcpfin-timeout")
                        .meaning("how long IPVS remembers a TCP connection after a FIN; `0s` = the kernel's own value")
                        .live(c -> c.tuning().timeouts().tcpFin(), timeouts(Timeouts::withTcpFin)),
                key("ipvs.udpTimeout", SECONDS)
                        .flag("ipvs-udp-timeout")
                        .meaning("how long IPVS remembers a UDP flow without a packet; `0s` = the kernel's own value")
                        .live(c -> c.tuning().timeouts().udp(), timeouts(Timeouts::withUdp)));
    }

    private static List<ConfigKey<?>> ofMasquerading() {
        return List.of(
                key("iptables.masqueradeAll", TRUTH)
                        .flag("masquerade-all")
                        .meaning("pods see the node's address as the source of every connection to a cluster address")
                        .live(
                                c -> c.settings().masquerading().all(),
                                (c, v) -> c.settings(s -> s.masquerading(m -> m.withAll(v)))),
                key(
                                JoinedKeys.MODE,
                                oneOf(
                                        "ClusterCIDR, NodeCIDR, BridgeInterface or InterfaceNamePrefix",
                                        "ClusterCIDR",
                                        "NodeCIDR",
                                        "BridgeInterface",
                                        "InterfaceNamePrefix"))
                        .flag("detect-local-mode")
                        .meaning("how a client is recognised as a pod, which keeps its source address: `ClusterCIDR`,"
                                + " `NodeCIDR`, `BridgeInterface` or `InterfaceNamePrefix`")
                        .live(c -> JoinedKeys.modeOf(c.settings().masquerading()), setWithOthers()),
                key(JoinedKeys.BRIDGE, TEXT)
                        .flag("pod-bridge-interface")
                        .meaning("with `BridgeInterface`: the bridge to which the pods of this node are attached")
                        .live(
                                c -> JoinedKeys.linkOf(c.settings().masquerading(), LocalPods.BRIDGE_INTERFACE),
                                setWithOthers()),
                key(JoinedKeys.PREFIX, TEXT)
                        .flag("pod-interface-name-prefix")
                        .meaning("with `InterfaceNamePrefix`: the beginning of the names of the pods' links")
                        .live(
                                c -> JoinedKeys.linkOf(c.settings().masquerading(), LocalPods.INTERFACE_NAME_PREFIX),
                                setWithOthers()));
    }

    private static List<ConfigKey<?>> ofAddresses() {
        return List.of(
                key("iptables.masqueradeBit", MARK_BIT)
                        .flag("iptables-masquerade-bit")
                        .meaning(
                                "the bit of a packet's mark that asks for masquerading, 0 to 31; other programs must not"
                                        + " use it. `transitMarkBit` is the other bit")
                        .atStart(
                                c -> c.tuning().filter().masqueradeBit(),
                                (c, v) -> c.tuning(t -> t.withFilter(f -> f.withMasqueradeBit(v)))),
                key(JoinedKeys.CLUSTER_CIDR, TEXT)
                        .flag("cluster-cidr")
                        .common()
                        .meaning("the range of pod addresses, or one of each family with a comma between them: no"
                                + " Service may request an external address in them. Another `detectLocalMode` than"
                                + " `ClusterCIDR` allows any number of ranges")
                        .live(c -> joined(c.settings().externalAddresses().podRanges()), setWithOthers()),
                key("nodePortAddresses", NODE_PORT_ADDRESSES)
                        .flag("nodeport-addresses")
                        .common()
                        .meaning("which addresses of the node have node ports: ranges, or `primary` alone for the"
                                + " primary address of each family; empty = every address")
                        .live(
                                c -> words(c.settings().nodePortAddresses()),
                                (c, v) -> c.settings(s -> s.nodePortAddresses(v))));
    }

    private static List<ConfigKey<?>> ofTheConnection() {
        return List.of(
                key("clientConnection.kubeconfig", PATH)
                        .flag("kubeconfig")
                        .common()
                        .meaning("how to reach the API server; empty = with the service account of the Pod")
                        .atStart(c -> c.source().kubeconfig(), (c, v) -> c.source(s -> s.withKubeconfig(v))),
                key("clientConnection.contentType", CONTENT_TYPE)
                        .flag("kube-api-content-type")
                        .meaning("in which form the API server sends objects: `" + ContentTypes.PROTOBUF + "`, or `"
                                + ContentTypes.JSON + "`; a server that does not have it sends JSON")
                        .atStart(
                                c -> c.source().contentTypes().preferred(),
                                (c, v) -> c.source(
                                        s -> s.withContentTypes(s.contentTypes().withPreferred(v)))),
                key("clientConnection.acceptContentTypes", CONTENT_TYPES)
                        .meaning(
                                "the same as a header `Accept`, which counts instead: its types that this program reads, in their order;"
                                        + " empty = `contentType`, then JSON")
                        .atStart(
                                c -> c.source().contentTypes().accepted(),
                                (c, v) -> c.source(
                                        s -> s.withContentTypes(s.contentTypes().withAccepted(v)))));
    }

    private static List<ConfigKey<?>> ofTheNode() {
        return List.of(
                key("hostnameOverride", NODE_NAME)
                        .flag("hostname-override", "node-name")
                        .common()
                        .flagWins()
                        .meaning("the name of this node's Node object; the flag (`--node-name` is the same) wins over"
                                + " the file; empty = `NODE_NAME` of the environment, else the host's name")
                        .atStart(c -> c.node().name(), (c, v) -> c.node(n -> n.withName(Optional.of(v)))),
                key(JoinedKeys.BIND_ADDRESS, ADDRESS)
                        .flag("bind-address")
                        .meaning("the node's primary address in its family, whatever the Node object contains;"
                                + " `0.0.0.0` and `::` = the address in the Node object; nothing listens on it")
                        .atStart(c -> c.node().bindAddress(), (c, v) -> c.node(n -> n.withBindAddress(v))),
                key("oomScoreAdj", number(-1000, 1000))
                        .flag("oom-score-adj")
                        .meaning("how likely the kernel ends this process when memory runs out, -1000 (never) to 1000;"
                                + " needs CAP_SYS_RESOURCE, without it the value stays as it is")
                        .atStart(c -> c.tuning().oomScoreAdj(), (c, v) -> c.tuning(t -> t.withOomScoreAdj(v))));
    }

    private static List<ConfigKey<?>> ofPorts() {
        return List.of(
                key(JoinedKeys.METRICS_ADDRESS, hostPort(Serving.METRICS_PORT))
                        .flag("metrics-bind-address")
                        .common()
                        .meaning("the address of `/metrics`; without a port 10249; `[::1]:10249` when `bindAddress` is"
                                + " an IPv6 address")
                        .atStart(c -> c.serving().metrics(), (c, v) -> c.serving(s -> s.withMetrics(v))),
                key(JoinedKeys.HEALTHZ_ADDRESS, hostPort(Serving.HEALTHZ_PORT))
                        .flag("healthz-bind-address")
                        .common()
                        .meaning("the address of `/healthz`, `/livez` and `/readyz`; `0.0.0.0` serves both families;"
                                + " without a port 10256; `[::]:10256` when `bindAddress` is an IPv6 address")
                        .atStart(c -> c.serving().healthz(), (c, v) -> c.serving(s -> s.withHealthz(v))),
                key("bindAddressHardFail", TRUTH)
                        .flag("bind-address-hard-fail")
                        .meaning(
                                "`true` = the program ends if another program uses one of these two addresses at start;"
                                        + " `false` = it works, and tries again every 5 seconds")
                        .atStart(c -> c.serving().hardFail(), (c, v) -> c.serving(s -> s.withHardFail(v))));
    }

    private static List<ConfigKey<?>> ofTheLog() {
        return List.of(
                key(JoinedKeys.LOG_FORMAT, oneOf("text or json", "text", "json"))
                        .flag("logging-format")
                        .flagWins()
                        .meaning("the form of the log's lines: `text`, or `json` for one JSON object in each line")
                        .atStart(Config::logFormat, Config.Builder::logFormat),
                key("logging.verbosity", number(0, Integer.MAX_VALUE))
                        .flagWins()
                        .meaning("more than 0 = every operation is logged; `-v` and `--v` win over the file")
                        .live(Config::verbosity, Config.Builder::verbosity));
    }

    private static List<ConfigKey<?>> ofConntrack() {
        return List.of(
                key("conntrack.maxPerCore", number(0, Integer.MAX_VALUE))
                        .flag("conntrack-max-per-core")
                        .meaning("`nf_conntrack_max` = this for each processor, at least `min`, at most 1048576; the"
                                + " table gets a quarter as many buckets if it has fewer; 0 = neither is changed")
                        .live(c -> c.tuning().conntrack().maxPerCore(), conntrack(Conntrack.Builder::maxPerCore)),
                key("conntrack.min", number(0, Integer.MAX_VALUE))
                        .flag("conntrack-min")
                        .meaning("least value of `nf_conntrack_max`")
                        .live(c -> c.tuning().conntrack().min(), conntrack(Conntrack.Builder::min)),
                key("conntrack.tcpEstablishedTimeout", SECONDS)
                        .orNull()
                        .flag("conntrack-tcp-timeout-established")
                        .meaning(
                                "`nf_conntrack_tcp_timeout_established`; `0s` = the kernel's own value, here and below")
                        .live(
                                c -> c.tuning().conntrack().tcpEstablished(),
                                conntrack(Conntrack.Builder::tcpEstablished)),
                key("conntrack.tcpCloseWaitTimeout", SECONDS)
                        .orNull()
                        .flag("conntrack-tcp-timeout-close-wait")
                        .meaning("`nf_conntrack_tcp_timeout_close_wait`")
                        .live(c -> c.tuning().conntrack().tcpCloseWait(), conntrack(Conntrack.Builder::tcpCloseWait)),
                key("conntrack.tcpBeLiberal", TRUTH)
                        .flag("conntrack-tcp-be-liberal")
                        .meaning("`nf_conntrack_tcp_be_liberal` = 1; `false` = the kernel's own value")
                        .live(c -> c.tuning().conntrack().tcpBeLiberal(), conntrack(Conntrack.Builder::tcpBeLiberal)),
                key("conntrack.udpTimeout", SECONDS)
                        .flag("conntrack-udp-timeout")
                        .meaning("`nf_conntrack_udp_timeout`")
                        .live(c -> c.tuning().conntrack().udp(), conntrack(Conntrack.Builder::udp)),
                key("conntrack.udpStreamTimeout", SECONDS)
                        .flag("conntrack-udp-timeout-stream")
                        .meaning("`nf_conntrack_udp_timeout_stream`")
                        .live(c -> c.tuning().conntrack().udpStream(), conntrack(Conntrack.Builder::udpStream)));
    }

    private static <T> BiConsumer<Config.Builder, T> timeouts(Change<Timeouts, T> change) {
        return (config, value) -> config.tuning(tuning -> tuning.withTimeouts(change.apply(tuning.timeouts(), value)));
    }

    private static <T> BiConsumer<Config.Builder, T> conntrack(Change<Conntrack.Builder, T> change) {
        return (config, value) -> config.tuning(
                tuning -> tuning.withConntrack(tuning.conntrack().with(builder -> change.apply(builder, value))));
    }

    /** A value of a configuration part with one component changed. */
    @FunctionalInterface
    private interface Change<P, T> {
        P apply(P part, T value);
    }

    /** {@link JoinedKeys} sets the value. */
    private static <T> BiConsumer<Config.Builder, T> setWithOthers() {
        return (config, value) -> {};
    }

    private static String joined(List<Cidr> ranges) {
        return ranges.stream().map(Cidr::toString).collect(Collectors.joining(","));
    }

    private static List<?> words(NodePortAddresses addresses) {
        return addresses.primary() ? List.of("primary") : addresses.ranges();
    }
}
