package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.expr.NftData;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads the core's values from the elements of both families. An element that {@link ToFilter} cannot have made makes no
 * sense: it is no part of the state, and is to be removed.
 */
final class FromFilter {
    private static final Map<NftData, Admission.Kind> KINDS = Arrays.stream(Admission.Kind.values())
            .filter(kind -> kind != Admission.Kind.HEALTH_CHECK)
            .collect(Collectors.toMap(kind -> Verdict.goTo(ToFilter.chain(kind)), Function.identity()));
    private static final Set<NftValue> PROTOCOLS = Arrays.stream(Protocol.values())
            .map(protocol -> NftValue.u8(protocol.number()))
            .collect(Collectors.toSet());

    private final Function<NftSet, ? extends Collection<NftElement>> elements;
    private final FilterElements senseless = new FilterElements();
    private final FilterElements missing = new FilterElements();
    private final Map<VirtualServer.Key, Admission> admissions = new HashMap<>();
    private final Map<AddressSet, Set<Ip>> addresses = new EnumMap<>(AddressSet.class);
    private final Set<Cidr> pods = new HashSet<>();
    private final Set<String> podLinks = new HashSet<>();
    private final Set<Cidr> kept = new HashSet<>();
    private final Set<String> keptLinks = new HashSet<>();
    private final Set<String> uplinks = new HashSet<>();
    private final Set<Cidr> serviceRanges = new HashSet<>();
    private final Set<NodeFilterConfig.Source> sources = new HashSet<>();
    private final Set<Ip> nodeAddresses = new HashSet<>();
    private final Set<String> silentLinks = new HashSet<>();

    /** @param elements those of a set, each once and without times and remark */
    FromFilter(Function<NftSet, ? extends Collection<NftElement>> elements) {
        this.elements = elements;
        for (AddressSet set : AddressSet.values()) {
            addresses.put(set, new HashSet<>());
        }
    }

    /** Reads a family's sets. */
    FromFilter read(FilterSets sets) {
        ElementReader in = new ElementReader(sets.family().address.width());
        // A pause lasts no longer than a plan, and nothing is read during a plan.
        each(sets.changing, element -> Optional.empty());
        each(sets.changingMarks, element -> Optional.empty());
        readAdmissions(sets, in);
        Set<Ip> vips = addresses.get(AddressSet.VIPS);
        each(sets.vips, element -> Optional.of(vips.add(in.address(element.from()))));
        each(sets.hairpin, element -> in.hairpin(element).map(addresses.get(AddressSet.HAIRPINS)::add));
        each(sets.pods, element -> in.range(element).map(pods::add));
        each(sets.kept, element -> in.range(element).map(kept::add));
        each(sets.serviceRanges, element -> in.range(element).map(serviceRanges::add));
        each(sets.podLinks, element -> in.links(element).map(podLinks::add));
        each(sets.keptLinks, element -> in.links(element).map(keptLinks::add));
        each(sets.uplinks, element -> in.links(element).map(uplinks::add));
        each(
                sets.sources,
                element -> in.links(element)
                        .map(link -> sources.add(new NodeFilterConfig.Source(link, in.address(data(element))))));
        readNodeAddress(sets.nodeSource, in);
        return this;
    }

    /** Reads the table for ARP, after the families: its VIPs are those of IPv4. */
    void readArp() {
        ElementReader in = new ElementReader(FilterFamily.V4.address.width());
        each(ArpTable.SILENT_LINKS, element -> in.links(element).map(silentLinks::add));
        Set<Ip> vips = addresses.get(AddressSet.VIPS);
        Set<Ip> found = new HashSet<>();
        each(ArpTable.VIPS, element -> {
            Ip vip = in.address(element.from());
            return vips.contains(vip) ? Optional.of(found.add(vip)) : Optional.empty();
        });
        vips.stream()
                .filter(vip -> vip.family() == Family.IPV4 && !found.contains(vip))
                .forEach(vip -> missing.add(ArpTable.VIPS, NftElement.of(ToNetlink.address(vip))));
    }

    /** Everything that was read. */
    FilterState state() {
        return new FilterState(admissions, addresses, config());
    }

    /** The changes that remove senseless elements, and add those that others need: at most two changes a set. */
    List<NftChange> corrections() {
        List<NftChange> changes = new ArrayList<>(senseless.become(new FilterElements()));
        changes.addAll(new FilterElements().become(missing));
        return changes;
    }

    private NodeFilterConfig config() {
        return NodeFilterConfig.of(config -> config.pods(pods)
                .podLinks(podLinks)
                .kept(kept)
                .keptLinks(keptLinks)
                .uplinks(uplinks)
                .serviceRanges(serviceRanges)
                .sources(sources)
                .nodeAddresses(nodeAddresses)
                .silentLinks(silentLinks));
    }

    /** @param reading makes something of an element; empty = the element makes no sense */
    private void each(NftSet set, Function<NftElement, Optional<?>> reading) {
        for (NftElement element : elements.apply(set)) {
            if (reading.apply(element).isEmpty()) {
                senseless.add(set, element);
            }
        }
    }

    private void readAdmissions(FilterSets sets, ElementReader in) {
        Map<VirtualServer.Key, Admission.Kind> kinds = new HashMap<>();
        Map<VirtualServer.Key, Integer> marks = new HashMap<>();
        Map<VirtualServer.Key, Set<Cidr>> allowed = new HashMap<>();
        each(sets.services, element -> {
            Optional<Admission.Kind> kind = element.data().map(KINDS::get);
            Optional<VirtualServer.Key> key = in.frontend(element);
            return kind.isPresent() && key.isPresent()
                    ? Optional.of(put(kinds, key.get(), kind.get()))
                    : Optional.empty();
        });
        each(
                sets.healthChecks,
                element -> in.frontend(element)
                        .filter(key -> !kinds.containsKey(key))
                        .map(key -> put(kinds, key, Admission.Kind.HEALTH_CHECK)));
        each(sets.inClusterMarks, element -> {
            int mark = data(element).toInt();
            return in.frontend(element)
                    .filter(key -> mark != 0 && kinds.containsKey(key))
                    .map(key -> put(marks, key, mark));
        });
        each(
                sets.restricted,
                element ->
                        in.frontend(element).filter(kinds::containsKey).map(key -> put(allowed, key, new HashSet<>())));
        each(
                sets.allowed,
                element -> in.frontend(element)
                        .map(allowed::get)
                        .flatMap(ranges -> in.clients(element).map(ranges::add)));
        dropNested(sets, in, allowed);
        kinds.forEach((key, kind) -> admissions.put(
                key, new Admission(kind, marks.getOrDefault(key, 0), Optional.ofNullable(allowed.get(key)))));
    }

    /** Ranges inside others mean nothing, but are elements that no operation removes. */
    private void dropNested(FilterSets sets, ElementReader in, Map<VirtualServer.Key, Set<Cidr>> allowed) {
        Map<VirtualServer.Key, Set<Cidr>> outermost = new HashMap<>();
        allowed.forEach((key, ranges) -> {
            Set<Cidr> outer = ranges.size() > 1 ? Cidr.outermost(ranges) : ranges;
            if (outer.size() < ranges.size()) {
                outermost.put(key, outer);
            }
        });
        if (!outermost.isEmpty()) {
            each(sets.allowed, element -> {
                Optional<Set<Cidr>> outer = in.frontend(element).map(outermost::get);
                Optional<Cidr> range = in.clients(element);
                return outer.isEmpty() || range.isEmpty() ? Optional.of(true) : range.filter(outer.get()::contains);
            });
        }
    }

    /** The address is the same for every protocol, and no protocol lacks it; or these elements make no sense. */
    private void readNodeAddress(NftSet set, ElementReader in) {
        Collection<NftElement> found = elements.apply(set);
        Set<NftValue> protocols = found.stream().map(NftElement::from).collect(Collectors.toSet());
        Set<Ip> named = found.stream().map(element -> in.address(data(element))).collect(Collectors.toSet());
        if (named.size() == 1 && protocols.equals(PROTOCOLS)) {
            nodeAddresses.addAll(named);
        } else {
            found.forEach(element -> senseless.add(set, element));
        }
    }

    private static <K, V> K put(Map<K, V> map, K key, V value) {
        map.put(key, value);
        return key;
    }

    private static NftValue data(NftElement element) {
        return (NftValue) element.data().orElseThrow();
    }
}
