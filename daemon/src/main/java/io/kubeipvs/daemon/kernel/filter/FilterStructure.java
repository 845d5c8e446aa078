package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import io.kubeipvs.netlink.nftables.RuleSetReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps our tables, chains, rules and sets as wanted. Reads elements only where a table must be replaced. */
final class FilterStructure {
    private static final Logger LOG = LoggerFactory.getLogger(FilterStructure.class);

    private final NftablesClient client;
    private final FilterLayout layout;
    private final FilterReader reader;
    private boolean isArpTried;
    private boolean wasRepaired;

    FilterStructure(NftablesClient client, FilterLayout layout, FilterReader reader) {
        this.client = client;
        this.layout = layout;
        this.reader = reader;
    }

    /**
     * Creates tables that are missing, and replaces those that differ. Returns what was repaired, one text a table.
     * Creating a table is a repair from the second call on.
     *
     * @param lists reads the structure
     * @throws KernelUnavailableException when a table cannot be made
     */
    List<String> repair(RuleSetReader lists) throws NetlinkException {
        tryArp();
        Map<FilterTable, FilterDrift> damaged = drifts(layout, lists, !wasRepaired);
        List<String> repaired = damaged.isEmpty() ? List.of() : replace(damaged);
        wasRepaired = true;
        return repaired;
    }

    /**
     * The tables that must be created or replaced, and why.
     *
     * @param isFirst whether an earlier run may have left tables
     */
    static Map<FilterTable, FilterDrift> drifts(FilterLayout layout, RuleSetReader rules, boolean isFirst)
            throws NetlinkException {
        List<NftTable> existing = rules.tables();
        Map<FilterTable, FilterDrift> damaged = new LinkedHashMap<>();
        for (FilterTable table : layout.tables()) {
            FilterDrift drift = FilterDrift.of(table, existing, rules);
            if (!drift.isNone()) {
                damaged.put(table, drift);
            }
        }
        if (isFirst) {
            addLeft(layout, existing, damaged);
        }
        return damaged;
    }

    /** kube-proxy removes the tables with its names when it starts, but knows none for ARP. */
    private static void addLeft(FilterLayout layout, List<NftTable> existing, Map<FilterTable, FilterDrift> damaged) {
        boolean isIpv4Missing = damaged.entrySet().stream()
                .anyMatch(table -> table.getKey().key().equals(FilterFamily.V4.table)
                        && !table.getValue().exists());
        layout.tables().stream()
                .filter(table -> table.key().equals(ArpTable.KEY) && isIpv4Missing)
                .filter(table -> existing.stream().anyMatch(one -> one.key().equals(table.key())))
                .forEach(table -> damaged.putIfAbsent(table, FilterDrift.LEFT));
    }

    /** Not every kernel has tables for ARP. Without them the node announces VIPs on every link. */
    private void tryArp() {
        if (!isArpTried) {
            isArpTried = true;
            boolean hasArp = client.apply(TrialTable.ofArp().trial()) instanceof NftResult.Committed;
            if (hasArp && layout.hasIpv4()) {
                layout.useArp();
            }
        }
    }

    private List<String> replace(Map<FilterTable, FilterDrift> damaged) throws NetlinkException {
        FilterElements meant = layout.elements(reader.read().state());
        List<String> repaired = new ArrayList<>();
        damaged.forEach((table, drift) -> replace(table, drift, meant).ifPresent(repaired::add));
        return repaired;
    }

    /** The table is never absent and never without its elements, for all of it is one transaction. */
    private Optional<String> replace(FilterTable table, FilterDrift drift, FilterElements meant) {
        List<NftChange> changes = new ArrayList<>();
        if (drift.exists()) {
            changes.add(new NftChange.RemoveTable(table.key(), NftChange.Remove.DELETE));
        }
        changes.addAll(table.creation());
        changes.addAll(new FilterElements().become(meant.only(table.sets())));
        NftResult result = client.apply(changes);
        if (!(result instanceof NftResult.Committed)) {
            throw new KernelUnavailableException(
                    "packet filter: table " + table.key() + " could not be made: " + result, null);
        }
        if (wasRepaired || drift.exists() && drift != FilterDrift.LEFT) {
            return Optional.of(repaired(table.key(), drift.text()));
        }
        LOG.info("packet_filter_created table=\"{}\"", table.key());
        return Optional.empty();
    }

    /** Logs a repair and returns its text. */
    static String repaired(NftTable.Key table, String differed) {
        LOG.warn("packet_filter_repaired table=\"{}\" differed=\"{}\"", table, differed);
        return "table " + table + ": " + differed;
    }
}
