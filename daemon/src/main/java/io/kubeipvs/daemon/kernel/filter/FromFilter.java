package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the core's values from the elements of both families. An element that {@link ToFilter} cannot have
 * made is ignored.
 */
final class FromFilter {
    private final FilterElements elements;
    private final Map<VirtualServer.Key, Admission> admissions = new HashMap<>();
    private final Map<AddressSet, Set<Ip>> addresses = new EnumMap<>(AddressSet.class);
    private final Set<Cidr> pods = new HashSet<>();
    private final Set<String> podLinks = new HashSet<>();
    private final Set<Cidr> kept = new HashSet<>();
    private final Set<String> keptLinks = new HashSet<>();
    private final Set<Cidr> serviceRanges = new HashSet<>();
    private final Set<NodeFilterConfig.Source> sources = new HashSet<>();
    private final Set<Ip> nodeAddresses = new HashSet<>();
    private final Set<String> silentLinks = new HashSet<>();

    FromFilter(FilterElements elements) {
        this.elements = elements;
        for (AddressSet set : AddressSet.values()) {
            addresses.put(set, new HashSet<>());
        }
    }

    /** Reads a family's sets. */
    FromFilter read(FilterSets sets) {
        ElementReader in = new ElementReader(sets.family().address.width());
        readAdmissions(sets, in);
        for (NftElement element : elements.of(sets.vips)) {
            addresses.get(AddressSet.VIPS).add(in.address(element.from()));
        }
        for (NftElement element : elements.of(sets.hairpin)) {
            in.hairpin(element).ifPresent(addresses.get(AddressSet.HAIRPINS)::add);
        }
        readRanges(sets.pods, in, pods);
        readRanges(sets.kept, in, kept);
        readRanges(sets.serviceRanges, in, serviceRanges);
        elements.of(sets.podLinks).forEach(element -> in.links(element).ifPresent(podLinks::add));
        elements.of(ArpTable.SILENT_LINKS).forEach(element -> in.links(element).ifPresent(silentLinks::add));
        elements.of(sets.keptLinks).forEach(element -> in.links(element).ifPresent(keptLinks::add));
        for (NftElement element : elements.of(sets.sources)) {
            Ip address = in.address(data(element));
            in.links(element).ifPresent(link -> sources.add(new NodeFilterConfig.Source(link, address)));
        }
        elements.of(sets.nodeSource).stream()
                .findFirst()
                .ifPresent(element -> nodeAddresses.add(in.address(data(element))));
        return this;
    }

    /** Everything that was read. */
    FilterState state() {
        return new FilterState(admissions, addresses, config());
    }

    private NodeFilterConfig config() {
        return NodeFilterConfig.of(config -> config.pods(pods)
                .podLinks(podLinks)
                .kept(kept)
                .keptLinks(keptLinks)
                .serviceRanges(serviceRanges)
                .sources(sources)
                .nodeAddresses(nodeAddresses)
                .silentLinks(silentLinks));
    }

    private void readAdmissions(FilterSets sets, ElementReader in) {
        Map<VirtualServer.Key, Integer> marks = new HashMap<>();
        Map<VirtualServer.Key, Set<Cidr>> allowed = new HashMap<>();
        for (NftElement element : elements.of(sets.insideMarks)) {
            in.frontend(element).ifPresent(key -> marks.put(key, data(element).toInt()));
        }
        for (NftElement element : elements.of(sets.restricted)) {
            in.frontend(element).ifPresent(key -> allowed.put(key, new HashSet<>()));
        }
        for (NftElement element : elements.of(sets.allowed)) {
            in.frontend(element)
                    .map(allowed::get)
                    .ifPresent(ranges -> in.clients(element).ifPresent(ranges::add));
        }
        for (NftElement element : elements.of(sets.services)) {
            Optional<Admission.Kind> kind = kind(element);
            Optional<VirtualServer.Key> frontend = in.frontend(element);
            if (kind.isPresent() && frontend.isPresent()) {
                VirtualServer.Key key = frontend.get();
                admissions.put(
                        key,
                        new Admission(kind.get(), marks.getOrDefault(key, 0), Optional.ofNullable(allowed.get(key))));
            }
        }
    }

    private void readRanges(NftSet set, ElementReader in, Set<Cidr> into) {
        elements.of(set).forEach(element -> in.range(element).ifPresent(into::add));
    }

    private static Optional<Admission.Kind> kind(NftElement element) {
        for (Admission.Kind kind : Admission.Kind.values()) {
            if (element.data().equals(Optional.of(Verdict.goTo(ToFilter.chain(kind))))) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static NftValue data(NftElement element) {
        return (NftValue) element.data().orElseThrow();
    }
}
