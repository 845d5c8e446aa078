package io.kubeipvs.core.desire;

import io.kubeipvs.core.kernel.Surroundings;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Masquerading;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Works out what the packet filter must know besides Services. A pure function of the node and the settings. */
public final class SurroundingsOf {
    private static final Set<Cidr> EVERYTHING = Stream.of(Family.values())
            .map(family -> new Cidr(Ip.unspecified(family), 0))
            .collect(Collectors.toUnmodifiableSet());

    private final NodeView node;
    private final Settings settings;
    private final Masquerading masquerading;

    private SurroundingsOf(NodeView node, Settings settings) {
        this.node = node;
        this.settings = settings;
        this.masquerading = settings.masquerading();
    }

    /** The surroundings of Services on this node. */
    public static Surroundings node(NodeView node, Settings settings) {
        return new SurroundingsOf(node, settings).surroundings();
    }

    private Surroundings surroundings() {
        Set<Cidr> pods = Cidr.outermost(podRanges());
        Set<String> podLinks = podLinks();
        return new Surroundings(
                pods,
                podLinks,
                masquerading.all() ? Set.of() : kept(pods, podLinks),
                masquerading.all() ? Set.of() : podLinks,
                serviceRanges(),
                sources(),
                nodeAddresses(),
                settings.silentLinks());
    }

    /** Where an address that is no VIP is nobody's: one that a link of the node has is not among them. */
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

    /** Where nothing tells a pod of a family from anybody else, all keep their addresses, as with kube-proxy. */
    private static Set<Cidr> kept(Set<Cidr> pods, Set<String> podLinks) {
        Set<Cidr> kept = new LinkedHashSet<>(pods);
        for (Cidr everything : EVERYTHING) {
            if (podLinks.isEmpty() && pods.stream().noneMatch(range -> range.family() == everything.family())) {
                kept.add(everything);
            }
        }
        return kept;
    }

    private Set<Surroundings.Source> sources() {
        return node.ofLinks().entrySet().stream()
                .flatMap(link -> link.getValue().stream().map(ip -> new Surroundings.Source(link.getKey(), ip)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Set<Ip> nodeAddresses() {
        return Stream.of(Family.values())
                .map(node.node()::primary)
                .flatMap(Optional::stream)
                .collect(Collectors.toUnmodifiableSet());
    }
}
