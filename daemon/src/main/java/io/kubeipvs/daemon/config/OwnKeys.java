package io.kubeipvs.daemon.config;

import static io.kubeipvs.daemon.config.KeyDeclaration.header;
import static io.kubeipvs.daemon.config.KeyDeclaration.key;
import static io.kubeipvs.daemon.config.ValueTypes.LINKS;
import static io.kubeipvs.daemon.config.ValueTypes.MARK_BIT;
import static io.kubeipvs.daemon.config.ValueTypes.NAMESPACES;
import static io.kubeipvs.daemon.config.ValueTypes.OPTIONS;
import static io.kubeipvs.daemon.config.ValueTypes.PAUSE;
import static io.kubeipvs.daemon.config.ValueTypes.PORT_RANGE;
import static io.kubeipvs.daemon.config.ValueTypes.RANGES;
import static io.kubeipvs.daemon.config.ValueTypes.TRUTH;
import static io.kubeipvs.daemon.config.ValueTypes.number;
import static io.kubeipvs.daemon.config.ValueTypes.oneOf;

import io.kubeipvs.core.model.Options;
import java.util.List;

/** The keys of our own file, which kube-proxy does not have and would refuse. */
public final class OwnKeys {
    /** All of them. */
    public static final ConfigKeys KEYS = new ConfigKeys(
            List.of(
                    header("apiVersion", "kubeipvs.io/v1alpha1"),
                    header("kind", "KubeIpvsConfiguration"),
                    key("drainTimeout", PAUSE)
                            .orNull()
                            .flag("ipvs-drain-timeout")
                            .common()
                            .meaning("how long a pod that was removed from a Service keeps its established connections;"
                                    + " `0s` = as long as they last")
                            .live(c -> c.settings().drainTimeout(), (c, v) -> c.settings(s -> s.drainTimeout(v))),
                    key("cutConnectionsOfLostNodes", TRUTH)
                            .flag("cut-connections-of-lost-nodes")
                            .meaning("a pod that was removed from a Service loses its established connections at once"
                                    + " if its node is lost, so that clients need not wait for `drainTimeout`. A"
                                    + " node is lost if its Node object was deleted, or has the taint"
                                    + " `node.kubernetes.io/unreachable` and is not ready. Such a node may only be"
                                    + " cut off from the API server, while its pods still answer. Without effect"
                                    + " with `watchOnlyThisNode`")
                            .live(c -> c.settings().cutsLostNodes(), (c, v) -> c.settings(s -> s.cutsLostNodes(v))),
                    key("lastStateMaxAge", PAUSE)
                            .orNull()
                            .flag("last-state-max-age")
                            .meaning("how old the last known state in the folder of `--last-state-dir` may be, which a"
                                    + " start without the API server serves; an older one is ignored; `0s` = none is"
                                    + " written or read")
                            .atStart(
                                    c -> c.source().lastStateMaxAge(),
                                    (c, v) -> c.source(source -> source.withLastStateMaxAge(v))),
                    key("serviceCIDRs", RANGES)
                            .flag("service-cidr")
                            .meaning("ranges of cluster addresses, in addition to the ServiceCIDR objects: connections"
                                    + " to an address in them that no Service has are refused, and no Service may"
                                    + " request one as an external address")
                            .live(
                                    c -> c.settings().externalAddresses().serviceRanges(),
                                    (c, v) -> c.settings(s -> s.externalAddresses(e -> e.withServiceRanges(v)))),
                    key("silentARPLinks", LINKS)
                            .flag("silent-arp-links")
                            .meaning("links on which ARP requests for a VIP are not answered, because another program"
                                    + " announces the VIPs there (MetalLB, kube-vip); `eth*` = every name that begins"
                                    + " with `eth`; no kernel setting of the host changes")
                            .live(
                                    c -> c.settings().silentLinks().stream()
                                            .sorted()
                                            .toList(),
                                    (c, v) -> c.settings(s -> s.silentLinks(v))),
                    key("nodePortRange", PORT_RANGE)
                            .flag("node-port-range")
                            .meaning("the range in which the API server assigns node ports"
                                    + " (`--service-node-port-range` there). An unwanted virtual server on an address"
                                    + " of the node is removed when its port is in this range")
                            .live(c -> c.settings().nodePortRange(), (c, v) -> c.settings(s -> s.nodePortRange(v))),
                    key("dataPath", oneOf("auto, ipvs or nftables", "auto", "ipvs", "nftables"))
                            .flag("data-path")
                            .meaning("the part of the kernel that carries Services out: `auto` is IPVS where it works,"
                                    + " otherwise nf_tables, with a warning; with `ipvs` the program ends where it does"
                                    + " not work. docs/data-paths.md compares both")
                            .atStart(
                                    c -> c.tuning().filter().dataPath().text(),
                                    (c, v) -> c.tuning(t -> t.withFilter(f -> f.withDataPath(DataPath.of(v))))),
                    key("transitMarkBit", MARK_BIT)
                            .flag("transit-mark-bit")
                            .meaning("the second bit of a packet's mark that this program uses, beside"
                                    + " `iptables.masqueradeBit`, 0 to 31: it marks a client of another host that keeps"
                                    + " its address at a cluster address. Other programs must not use it")
                            .atStart(
                                    c -> c.tuning().filter().transitBit(),
                                    (c, v) -> c.tuning(t -> t.withFilter(f -> f.withTransitBit(v)))),
                    key("masqueradePorts", PORT_RANGE)
                            .flag("masquerade-ports")
                            .meaning("the source ports of masqueraded connections: with more of them more connections"
                                    + " to one endpoint are possible at the same time. Node ports must not be"
                                    + " among them")
                            .atStart(
                                    c -> c.tuning().filter().masqueradePorts(),
                                    (c, v) -> c.tuning(t -> t.withFilter(f -> f.withMasqueradePorts(v)))),
                    key("watchOnlyThisNode", TRUTH)
                            .flag("watch-only-this-node")
                            .meaning("watch the Node object of this node alone, as kube-proxy does. In a cluster of"
                                    + " thousands of nodes this takes load off the API server. Without the other Node"
                                    + " objects the program cannot see that an external or load balancer address is an"
                                    + " address of another node, and serves it; put the range of the nodes into"
                                    + " `externalAddresses.deniedCIDRs` to prevent this")
                            .atStart(
                                    c -> c.source().onlyThisNode(),
                                    (c, v) -> c.source(source -> source.withOnlyThisNode(v))),
                    key("annotations.allowed", OPTIONS)
                            .meaning(
                                    "the [options](service-options.md) that annotations of Services, EndpointSlices and"
                                            + " Nodes may choose, without the prefix `kubeipvs.io/`; `all` = every option;"
                                            + " `none` = no option. Everyone who may write a Service can use them")
                            .live(
                                    c -> Options.names(c.settings().allowedOptions()),
                                    (c, v) -> c.settings(s -> s.allowedOptions(v))),
                    key("healthChecks.maxPerSecond", number(1, 10_000))
                            .meaning(
                                    "the most [health checks of endpoints](service-options.md#health-checks-of-endpoints)"
                                            + " that this node begins in a second. If the Services ask for more, all intervals are"
                                            + " longer, and `kubeipvs_health_check_stretch` shows by how much")
                            .live(c -> c.pace().checksPerSecond(), (c, v) -> c.pace(p -> p.withChecksPerSecond(v))),
                    key("serviceMetrics.enabled", TRUTH)
                            .meaning("whether the metrics contain the traffic of Services: connections, packets and"
                                    + " bytes of each port of a Service")
                            .live(
                                    c -> c.serving().services().enabled(),
                                    (c, v) -> c.serving(s -> s.withServices(m -> m.withEnabled(v)))),
                    key("serviceMetrics.namespaces", NAMESPACES)
                            .meaning("the only namespaces whose Services have these metrics; empty = all")
                            .live(
                                    c -> c.serving().services().namespaces().stream()
                                            .sorted()
                                            .toList(),
                                    (c, v) -> c.serving(s -> s.withServices(m -> m.withNamespaces(v)))),
                    key("serviceMetrics.limit", number(1, 100_000))
                            .meaning("the most ports of Services that have these metrics: those with the most"
                                    + " connections. `kubeipvs_service_metrics_omitted` counts the others")
                            .live(
                                    c -> c.serving().services().limit(),
                                    (c, v) -> c.serving(s -> s.withServices(m -> m.withLimit(v)))),
                    key("externalAddresses.allowedCIDRs", RANGES)
                            .meaning("the only ranges in which Services may request external addresses; empty = every"
                                    + " address that no other rule refuses")
                            .live(
                                    c -> c.settings().externalAddresses().allowed(),
                                    (c, v) -> c.settings(s -> s.externalAddresses(e -> e.withAllowed(v)))),
                    key("externalAddresses.deniedCIDRs", RANGES)
                            .meaning("ranges in which no Service may request an external address")
                            .live(
                                    c -> c.settings().externalAddresses().denied(),
                                    (c, v) -> c.settings(s -> s.externalAddresses(e -> e.withDenied(v)))),
                    key("statusPage.enabled", TRUTH)
                            .meaning(
                                    "serve the page `/status` beside the metrics, to programs of this host. Every process"
                                            + " of the host and every pod on its network can read it there; `false` = no one can")
                            .live(c -> c.statusReaders().isServed(), (c, v) -> c.statusReaders(r -> r.served(v))),
                    key("statusPage.allowedCIDRs", RANGES)
                            .meaning("ranges of clients that may read the page `/status`, beside the programs of this"
                                    + " host. Others can only reach it where `metricsBindAddress` is no loopback"
                                    + " address. The page shows the names and addresses of all Services")
                            .live(c -> c.statusReaders().ranges(), (c, v) -> c.statusReaders(r -> r.withRanges(v))),
                    key("statusPage.allowedHosts", StatusReaders.HOST_NAMES)
                            .meaning("names under which a browser may ask for the page `/status`, beside `localhost`"
                                    + " and addresses. Any other name is refused, because a foreign web page could"
                                    + " give one to this host to read the page (DNS rebinding)")
                            .live(c -> c.statusReaders().hosts(), (c, v) -> c.statusReaders(r -> r.withHosts(v)))),
            ConfigKeys.Rules.NONE);

    private OwnKeys() {}
}
