package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.model.Family;
import io.kubeipvs.netlink.DumpInterruptedException;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.RuleSetReader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Reads the content of our sets, and changes nothing. Used by one thread at a time, which has the client for itself. */
public final class FilterReader {
    private static final int ATTEMPTS = 5;
    private static final long FIRST_PAUSE_MILLIS = 5;

    private final RuleSetReader client;
    private final List<FilterSets> families;
    private final Map<NftTable.Key, List<NftSet>> sets = new LinkedHashMap<>();

    /**
     * Makes a reader over a client that stays the caller's.
     *
     * @param families those that the kernel has
     */
    public FilterReader(RuleSetReader client, Set<Family> families) {
        this.client = client;
        this.families = families.stream()
                .map(family -> new FilterSets(FilterFamily.of(family)))
                .toList();
        // Reading needs no probe: where the kernel has no tables for ARP, none of that name exists.
        this.families.forEach(of -> sets.put(of.family().table, of.all()));
        sets.put(ArpTable.KEY, ArpTable.table().sets());
    }

    /**
     * Reads all sets that exist and are as wanted; nothing of a table that is missing. Reads again, a few times, if the
     * rule set changed meanwhile; after that the last reading is good enough, see {@link FilterReading#isConsistent}.
     *
     * @throws DumpInterruptedException when a set kept changing
     */
    public FilterReading read() throws NetlinkException {
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; attempt < ATTEMPTS; attempt++) {
            try {
                FilterReading reading = readOnce();
                if (reading.isConsistent()) {
                    return reading;
                }
            } catch (DumpInterruptedException changing) {
                // Read again after a pause.
            } catch (RefusedException refused) {
                if (!refused.errno().equals(Errno.ENOENT)) {
                    throw refused;
                }
                // A table or a set is gone since the list of them.
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(pause));
            pause *= 2;
        }
        return readOnce();
    }

    private FilterReading readOnce() throws NetlinkException {
        int generation = client.generation();
        Set<NftTable.Key> existing = client.tables().stream().map(NftTable::key).collect(Collectors.toSet());
        Map<NftSet, List<NftElement>> elements = new HashMap<>();
        for (NftTable.Key table : sets.keySet()) {
            if (existing.contains(table)) {
                readElements(table, elements);
            }
        }
        FromFilter content = new FromFilter(set -> elements.getOrDefault(set, List.of()));
        families.forEach(content::read);
        if (elements.containsKey(ArpTable.VIPS)) {
            content.readArp();
        }
        return new FilterReading(generation, client.generation() == generation, content);
    }

    private void readElements(NftTable.Key table, Map<NftSet, List<NftElement>> into) throws NetlinkException {
        List<NftSet> found = client.sets(table);
        for (NftSet set : sets.get(table)) {
            if (found.contains(set)) {
                List<NftElement> elements = new ArrayList<>(client.elements(set));
                elements.replaceAll(NftElement::plain);
                into.put(set, elements);
            }
        }
    }
}
