package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.config.FilterTuning;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Our tables on this kernel, and how the core's values become their elements. */
final class FilterLayout {
    private final List<FilterTable> tables = new ArrayList<>();
    private final Map<Family, ToFilter> encoders = new EnumMap<>(Family.class);

    FilterLayout(Set<Family> families, FilterTuning tuning) {
        for (Family family : families) {
            tables.add(FilterTable.of(family, tuning));
            encoders.put(family, new ToFilter(family, new FilterSets(FilterFamily.of(family))));
        }
        families.forEach(family -> tables.add(ConntrackTable.of(family)));
    }

    /** From now on there is an {@link ArpTable} too. */
    void useArp() {
        tables.add(ArpTable.table());
        encoders.get(Family.IPV4).useArp();
    }

    boolean hasIpv4() {
        return encoders.containsKey(Family.IPV4);
    }

    List<FilterTable> tables() {
        return tables;
    }

    Map<Family, ToFilter> encoders() {
        return encoders;
    }

    /** All elements that a state means. */
    FilterElements elements(FilterState state) {
        FilterElements elements = new FilterElements();
        encoders.forEach((family, encoder) -> {
            state.admissions().forEach((key, admission) -> {
                if (key.vip().family() == family) {
                    elements.addAll(encoder.admission(key, admission));
                }
            });
            state.addresses()
                    .forEach((set, ips) -> ips.stream()
                            .filter(ip -> ip.family() == family)
                            .forEach(ip -> elements.addAll(encoder.address(set, ip))));
            elements.addAll(encoder.config(state.config()));
        });
        return elements;
    }
}
