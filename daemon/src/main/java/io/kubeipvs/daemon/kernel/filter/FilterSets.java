package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.nftables.DataType;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.SetFlag;
import java.time.Duration;
import java.util.List;

/** The sets and maps of one family's table: only their elements change. A Service is elements, never a rule. */
final class FilterSets {
    static final String CHANGING = "changing";
    static final String CHANGING_MARKS = "changing-marks";
    static final String ALLOWED = "allowed";
    static final String RESTRICTED = "restricted";
    static final String IN_CLUSTER_MARKS = "in-cluster-marks";
    static final String SERVICES = "services";
    static final String HEALTH_CHECKS = "health-checks";
    static final String VIPS = "vips";
    static final String SERVICE_RANGES = "service-ranges";
    static final String PODS = "pods";
    static final String POD_LINKS = "pod-links";
    static final String KEPT = "kept";
    static final String KEPT_LINKS = "kept-links";
    static final String UPLINKS = "uplinks";
    static final String HAIRPIN = "hairpin";
    static final String SOURCES = "sources";
    static final String NODE_SOURCE = "node-source";

    private static final DataType PROTOCOL = DataType.INET_PROTO;
    private static final DataType PORT = DataType.INET_SERVICE;
    private static final DataType LINK = DataType.IFNAME;

    /** How long new connections are paused at most, should this program end before it resumes them. */
    private static final Duration LONGEST_CHANGE = Duration.ofSeconds(5);

    /** Frontends, and marks, whose virtual server gets another scheduler at this moment. */
    final NftSet changing;

    final NftSet changingMarks;
    /** Clients that may connect to restricted frontends. */
    final NftSet allowed;
    /** Frontends with source ranges. */
    final NftSet restricted;
    /** The mark of the virtual server for in-cluster clients. */
    final NftSet inClusterMarks;
    /** The chain that decides over new connections to an address and port. */
    final NftSet services;
    /** The ports of load balancers' health checks on their VIPs. */
    final NftSet healthChecks;
    /** The addresses on the dummy link. */
    final NftSet vips;
    /** The ranges of cluster addresses. */
    final NftSet serviceRanges;
    /** The ranges of pods, and the links to pods. */
    final NftSet pods;

    final NftSet podLinks;
    /** Clients that keep their address at cluster addresses. */
    final NftSet kept;

    final NftSet keptLinks;
    /** The links of the node's own addresses: other hosts are behind them. */
    final NftSet uplinks;
    /** Endpoints of this node, each as client and as chosen endpoint. */
    final NftSet hairpin;
    /** Each link's own address. */
    final NftSet sources;
    /** The node's address, the same for each protocol: a map needs a key. */
    final NftSet nodeSource;

    private final FilterFamily family;

    FilterSets(FilterFamily family) {
        this.family = family;
        DataType address = family.address;
        String moment = "the scheduler is being changed";
        changing = set(CHANGING, moment, PROTOCOL, address, PORT).withTimeout(LONGEST_CHANGE);
        changingMarks = set(CHANGING_MARKS, moment, DataType.MARK).withTimeout(LONGEST_CHANGE);
        allowed = intervals(
                ALLOWED, "clients that may connect to restricted frontends", PROTOCOL, address, PORT, address);
        restricted = set(RESTRICTED, "frontends with source ranges", PROTOCOL, address, PORT);
        inClusterMarks = set(IN_CLUSTER_MARKS, "virtual servers for in-cluster clients", PROTOCOL, address, PORT)
                .mapTo(DataType.MARK);
        services = set(SERVICES, "the chain for a Service's port", PROTOCOL, address, PORT)
                .mapTo(DataType.VERDICT);
        healthChecks = set(HEALTH_CHECKS, "ports of health checks, which the node answers", PROTOCOL, address, PORT);
        vips = set(VIPS, "addresses on kube-ipvs0", address);
        serviceRanges = intervals(SERVICE_RANGES, "ranges of cluster addresses", address);
        pods = intervals(PODS, "ranges of pods", address);
        podLinks = intervals(POD_LINKS, "links to pods", LINK);
        kept = intervals(KEPT, "clients that keep their address at cluster addresses", address);
        keptLinks = intervals(KEPT_LINKS, "links to such clients", LINK);
        uplinks = set(UPLINKS, "links to other hosts", LINK);
        hairpin = set(HAIRPIN, "endpoints of this node, to themselves", address, address);
        sources = set(SOURCES, "the node's address on each link", LINK).mapTo(address);
        nodeSource =
                set(NODE_SOURCE, "the node's address on any other", PROTOCOL).mapTo(address);
    }

    FilterFamily family() {
        return family;
    }

    /** All of them, in the order in which they are created and filled: sets that refuse before sets that admit. */
    List<NftSet> all() {
        return List.of(
                changing,
                changingMarks,
                allowed,
                restricted,
                inClusterMarks,
                services,
                healthChecks,
                vips,
                serviceRanges,
                pods,
                podLinks,
                kept,
                keptLinks,
                uplinks,
                hairpin,
                sources,
                nodeSource);
    }

    private NftSet set(String name, String comment, DataType... key) {
        return NftSet.of(family.table, name, key).withComment(comment);
    }

    private NftSet intervals(String name, String comment, DataType... key) {
        return set(name, comment, key).withFlags(SetFlag.INTERVAL);
    }
}
