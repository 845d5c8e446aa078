package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Elements of sets, those of several tables too. */
public final class FilterElements {
    private final Map<NftSet, Set<NftElement>> bySet = new LinkedHashMap<>();
    /** The set that got the last element: many elements of one set follow each other. */
    private NftSet last;

    private Set<NftElement> ofLast = Set.of();

    public void add(NftSet set, NftElement element) {
        if (set != last) {
            ofLast = bySet.computeIfAbsent(set, s -> new LinkedHashSet<>());
            last = set;
        }
        ofLast.add(element);
    }

    public void addAll(FilterElements others) {
        others.bySet.forEach((set, elements) -> elements.forEach(element -> add(set, element)));
    }

    public Set<NftElement> of(NftSet set) {
        return bySet.getOrDefault(set, Set.of());
    }

    /** Those of some sets. */
    FilterElements only(List<NftSet> sets) {
        FilterElements some = new FilterElements();
        sets.forEach(set -> of(set).forEach(element -> some.add(set, element)));
        return some;
    }

    /** The changes that turn these into those, one change a set: elements of both are not mentioned. */
    public List<NftChange> become(FilterElements others) {
        List<NftChange> changes = new ArrayList<>();
        FilterElements gone = without(others);
        FilterElements come = others.without(this);
        gone.bySet.forEach((set, elements) ->
                changes.add(new NftChange.RemoveElements(set, keys(elements), NftChange.Remove.DELETE)));
        come.bySet.forEach((set, elements) ->
                changes.add(new NftChange.PutElements(set, List.copyOf(elements), NftChange.Put.CREATE)));
        return changes;
    }

    private FilterElements without(FilterElements others) {
        FilterElements rest = new FilterElements();
        bySet.forEach((set, elements) -> {
            Set<NftElement> known = others.of(set);
            Set<NftElement> unknown = new LinkedHashSet<>();
            for (NftElement element : elements) {
                if (!known.contains(element)) {
                    unknown.add(element);
                }
            }
            if (!unknown.isEmpty()) {
                rest.bySet.put(set, unknown);
            }
        });
        return rest;
    }

    private static List<NftElement> keys(Set<NftElement> elements) {
        return elements.stream().map(NftElement::key).toList();
    }
}
