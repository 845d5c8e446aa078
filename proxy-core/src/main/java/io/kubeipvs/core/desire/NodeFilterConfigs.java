package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works out the node-wide filter configuration. A pure function of the node and the settings. */
public final class NodeFilterConfigs {
    private static final Set<Cidr> EVERYTHING = Stream.of(Family.values())
            .map(family -> new Cidr(Ip.unspecified(family), 0))
            .collect(Collectors.toUnmodifiableSet());

    private final NodeView node;
    private final Settings settings;
    private final Masquerading masquerading;

    private NodeFilterConfigs(NodeView node, Settings settings) {
        this.node = node;
        this.settings = settings;
        this.masquerading = settings.masquerading();
    }

    /** The configuration for this node. */
    public static NodeFilterConfig of(NodeView node, Settings settings) {
        return new NodeFilterConfigs(node, settings).config();
    }

    private NodeFilterConfig config() {
        Set<Cidr> pods = Cidr.outermost(podRanges());
        Set<String> podLinks = podLinks();
        return NodeFilterConfig.of(config -> config.pods(pods)
                .podLinks(podLinks)
                .kept(masquerading.all() ? Set.of() : kept(pods, podLinks))
                .keptLinks(masquerading.all() ? Set.of() : podLinks)
                .uplinks(uplinks())
                .serviceRanges(serviceRanges())
                .sources(sources())
                .nodeAddresses(nodeAddresses())
                .silentLinks(settings.silentLinks()));
    }

    /** The ranges in which the filter rejects every address that is no VIP; without the addresses of the node's links. */
    private Set<Cidr> serviceRanges() {
        Set<Cidr> ranges = Cidr.outermost(settings.externalAddresses().serviceRanges());
        for (Ip own : node.addresses()) {
            ranges = ranges.stream()
                    .flatMap(range -> range.without(own).stream())
                    .collect(Collectors.toUnmodifiableSet());
        }
        return ranges;
    }

    private List<Cidr> podRanges() {
        return switch (masquerading.localPods()) {
            case CLUSTER_CIDR -> settings.externalAddresses().podRanges();
            case NODE_CIDR -> node.node().podCidrs();
            case BRIDGE_INTERFACE, INTERFACE_NAME_PREFIX -> List.of();
        };
    }

    private Set<String> podLinks() {
        return switch (masquerading.localPods()) {
            case BRIDGE_INTERFACE -> Set.of(masquerading.link());
            case INTERFACE_NAME_PREFIX -> Set.of(masquerading.link() + "*");
            case CLUSTER_CIDR, NODE_CIDR -> Set.of();
        };
    }

    /**
     * In a family without a way to recognise pods all clients keep their addresses, as with kube-proxy. A node that has no
     * range of pods yet, or none that can be read, is not such a way: there no client keeps its address.
     */
    private Set<Cidr> kept(Set<Cidr> pods, Set<String> podLinks) {
        Set<Cidr> kept = new LinkedHashSet<>(pods);
        boolean isAnyWay = !podLinks.isEmpty() || masquerading.localPods() == Masquerading.LocalPods.NODE_CIDR;
        for (Cidr everything : EVERYTHING) {
            if (!isAnyWay && pods.stream().noneMatch(range -> range.family() == everything.family())) {
                kept.add(everything);
            }
        }
        return kept;
    }

    /** The links that have the addresses of the Node object: other hosts reach this one by them. */
    private Set<String> uplinks() {
        Set<Ip> own = nodeAddresses();
        return node.ofLinks().entrySet().stream()
                .filter(link -> link.getValue().stream().anyMatch(own::contains))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<NodeFilterConfig.Source> sources() {
        return node.ofLinks().entrySet().stream()
                .flatMap(link -> link.getValue().stream().map(ip -> new NodeFilterConfig.Source(link.getKey(), ip)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<Ip> nodeAddresses() {
        return Stream.of(Family.values())
                .map(node.node()::primary)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
