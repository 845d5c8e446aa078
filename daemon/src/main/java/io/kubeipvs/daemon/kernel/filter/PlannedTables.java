package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.config.FilterTuning;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.RuleSetReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tables that {@link FilterAdapter#prepare} would create or replace now. Whether a kernel has tables for ARP is known
 * only after a trial, which would be a change: here it counts as having them.
 *
 * @param created the tables that are missing
 * @param replaced the differences of the tables that differ, by table
 */
public record PlannedTables(List<String> created, Map<String, String> replaced) {
    public PlannedTables {
        created = List.copyOf(created);
        replaced = Map.copyOf(replaced);
    }

    /**
     * The tables of some families.
     *
     * @param families those that the kernel has
     */
    public static PlannedTables read(RuleSetReader rules, Set<Family> families, FilterTuning tuning)
            throws NetlinkException {
        FilterLayout layout = new FilterLayout(families, tuning);
        if (layout.hasIpv4()) {
            layout.useArp();
        }
        List<String> created = new ArrayList<>();
        Map<String, String> replaced = new TreeMap<>();
        FilterStructure.drifts(layout, rules, true).forEach((table, drift) -> {
            if (drift.exists()) {
                replaced.put(table.key().toString(), drift.text());
            } else {
                created.add(table.key().toString());
            }
        });
        return new PlannedTables(created, replaced);
    }
}
