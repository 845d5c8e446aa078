package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Cidr;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import io.kubeipvs.daemon.kernel.translation.ToNetlink;
import io.kubeipvs.netlink.Prefix;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.expr.NftValue;
import io.kubeipvs.netlink.nftables.expr.Verdict;
import java.util.Collection;

/** The core's values as elements of one family's sets. {@link FromFilter} reads them back. */
final class ToFilter {
    private final Family family;
    private final FilterSets sets;
    private boolean hasArp;

    ToFilter(Family family, FilterSets sets) {
        this.family = family;
        this.sets = sets;
    }

    FilterSets sets() {
        return sets;
    }

    /** From now on there is an {@link ArpTable}. */
    void useArp() {
        hasArp = true;
    }

    /** @param key of this family */
    FilterElements admission(VirtualServer.Key key, Admission admission) {
        FilterElements elements = new FilterElements();
        NftValue[] frontend = frontend(key);
        if (admission.kind() == Admission.Kind.HEALTH_CHECK) {
            elements.add(sets.healthChecks, NftElement.of(frontend));
            return elements;
        }
        elements.add(sets.services, NftElement.of(frontend).mapTo(Verdict.goTo(chain(admission.kind()))));
        if (admission.inClusterMark() != 0) {
            elements.add(sets.inClusterMarks, NftElement.of(frontend).mapTo(NftValue.u32(admission.inClusterMark())));
        }
        admission.sources().ifPresent(sources -> {
            elements.add(sets.restricted, NftElement.of(frontend));
            Cidr.outermost(sources).stream()
                    .filter(range -> range.family() == family)
                    .map(ToFilter::prefix)
                    .forEach(range -> elements.add(
                            sets.allowed,
                            NftElement.range(
                                    with(frontend, NftValue.address(range.first())),
                                    with(frontend, NftValue.address(range.last())))));
        });
        return elements;
    }

    /** The element of an address and port. @param key of this family */
    NftElement element(VirtualServer.Key key) {
        return NftElement.of(frontend(key));
    }

    /** The element that pauses new connections. @param key of this family */
    FilterElements pause(VirtualServer.Key key) {
        FilterElements elements = new FilterElements();
        if (key.isByMark()) {
            elements.add(sets.changingMarks, NftElement.of(NftValue.u32(key.mark())));
        } else {
            elements.add(sets.changing, NftElement.of(frontend(key)));
        }
        return elements;
    }

    /** @param ip of this family */
    FilterElements address(AddressSet set, Ip ip) {
        FilterElements elements = new FilterElements();
        switch (set) {
            case VIPS -> {
                elements.add(sets.vips, NftElement.of(address(ip)));
                if (hasArp) {
                    elements.add(ArpTable.VIPS, NftElement.of(address(ip)));
                }
            }
            case HAIRPINS -> elements.add(sets.hairpin, NftElement.of(address(ip), address(ip)));
        }
        return elements;
    }

    /** The elements of this family. */
    FilterElements config(NodeFilterConfig config) {
        FilterElements elements = new FilterElements();
        ranges(sets.pods, config.pods(), elements);
        ranges(sets.kept, config.kept(), elements);
        ranges(sets.serviceRanges, config.serviceRanges(), elements);
        config.podLinks().forEach(link -> elements.add(sets.podLinks, NftElement.ofInterfaces(link)));
        config.keptLinks().forEach(link -> elements.add(sets.keptLinks, NftElement.ofInterfaces(link)));
        config.uplinks().forEach(link -> elements.add(sets.uplinks, NftElement.of(NftValue.interfaceName(link))));
        config.sources().stream()
                .filter(source -> source.address().family() == family)
                .forEach(source -> elements.add(
                        sets.sources,
                        NftElement.of(NftValue.interfaceName(source.link())).mapTo(address(source.address()))));
        if (hasArp) {
            config.silentLinks().forEach(link -> elements.add(ArpTable.SILENT_LINKS, NftElement.ofInterfaces(link)));
        }
        config.nodeAddresses().stream().filter(ip -> ip.family() == family).forEach(ip -> nodeSource(ip, elements));
        return elements;
    }

    /** The chain that new connections come to. */
    static String chain(Admission.Kind kind) {
        return switch (kind) {
            case CLUSTER -> FilterChains.CLUSTER;
            case EXTERNAL -> FilterChains.EXTERNAL;
            case LOCAL -> FilterChains.LOCAL;
            case NO_LOCAL -> FilterChains.NO_LOCAL;
            case TRANSITION -> FilterChains.TRANSITION;
            case REFUSE -> FilterChains.REFUSE;
            case HEALTH_CHECK -> FilterChains.UNSERVED;
        };
    }

    private void ranges(NftSet set, Collection<Cidr> ranges, FilterElements elements) {
        Cidr.outermost(ranges).stream()
                .filter(range -> range.family() == family)
                .forEach(range -> elements.add(set, NftElement.of(prefix(range))));
    }

    private void nodeSource(Ip ip, FilterElements elements) {
        for (Protocol protocol : Protocol.values()) {
            elements.add(sets.nodeSource, NftElement.of(protocol(protocol)).mapTo(address(ip)));
        }
    }

    private static NftValue[] frontend(VirtualServer.Key key) {
        return new NftValue[] {protocol(key.protocol()), address(key.vip()), NftValue.be16(key.port())};
    }

    private static NftValue with(NftValue[] frontend, NftValue client) {
        return NftValue.concat(frontend[0], frontend[1], frontend[2], client);
    }

    private static NftValue protocol(Protocol protocol) {
        return NftValue.u8(protocol.number());
    }

    private static NftValue address(Ip ip) {
        return NftValue.address(ToNetlink.address(ip));
    }

    private static Prefix prefix(Cidr range) {
        return new Prefix(ToNetlink.address(range.network()), range.prefixLength());
    }
}
