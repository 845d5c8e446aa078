package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.kernel.filter.FilterDrift;
import io.kubeipvs.daemon.kernel.filter.FilterElements;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.nftables.NftChain;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps our tables, with the {@link Chooser}s that virtual servers need, and reads their elements. */
final class DnatStructure {
    private static final Logger LOG = LoggerFactory.getLogger(DnatStructure.class);

    private final NftablesClient client;
    private final Collection<DnatTable> tables;
    /** The chains of choosers in the kernel. */
    private final Map<DnatTable, Set<Chooser>> choosers = new HashMap<>();

    private final Map<DnatTable, ChooserNumbers> numbers = new HashMap<>();

    private Map<VirtualServer.Key, Frontend> frontends = Map.of();
    private boolean wasRepaired;

    DnatStructure(NftablesClient client, Collection<DnatTable> tables) {
        this.client = client;
        this.tables = tables;
    }

    /** Creates and replaces tables, and corrects elements. Returns what was repaired, one text a table. */
    List<String> repair() throws NetlinkException {
        List<String> repaired = new ArrayList<>();
        List<NftTable> existing = client.tables();
        frontends = new HashMap<>();
        for (DnatTable table : tables) {
            repair(table, existing).ifPresent(repaired::add);
        }
        wasRepaired = true;
        return repaired;
    }

    /** The virtual servers that the last repair found. */
    Map<VirtualServer.Key, Frontend> frontends() {
        return frontends;
    }

    private Optional<String> repair(DnatTable table, List<NftTable> existing) throws NetlinkException {
        boolean exists = DnatContent.exists(table, existing);
        Set<Chooser> inKernel = exists ? choosers(table) : new HashSet<>();
        FilterElements actual = exists ? DnatContent.elements(client, table) : new FilterElements();
        ChooserNumbers known = ChooserNumbers.read(actual.of(table.choosers()));
        Map<VirtualServer.Key, Frontend> found = FromDnat.read(table, known, actual::of);
        numbers.put(table, known);
        FilterDrift drift = FilterDrift.of(table.with(inKernel), existing, client);
        FilterElements meant = new FilterElements();
        found.values().forEach(frontend -> ToDnat.add(table, known, frontend, meant));
        meant.addAll(known.elements(table, needed(found.values())));
        List<NftChange> changes = new ArrayList<>();
        if (drift.isNone()) {
            choosers.put(table, inKernel);
            meant.addAll(known.elements(table, inKernel));
            changes.addAll(chains(table, missing(table, found.values())));
            changes.addAll(actual.become(meant));
        } else {
            changes.addAll(replacement(table, drift, found.values(), meant));
        }
        frontends.putAll(found);
        if (!changes.isEmpty()) {
            make(table, changes);
        }
        choosers.get(table).addAll(needed(found.values()));
        return changes.isEmpty() ? Optional.empty() : report(table, drift);
    }

    private List<NftChange> replacement(
            DnatTable table, FilterDrift drift, Collection<Frontend> found, FilterElements meant) {
        List<NftChange> changes = new ArrayList<>();
        if (drift.exists()) {
            changes.add(new NftChange.RemoveTable(table.key(), NftChange.Remove.DELETE));
        }
        Set<Chooser> needed = needed(found);
        changes.addAll(table.with(needed).creation());
        changes.addAll(new FilterElements().become(meant));
        choosers.put(table, needed);
        return changes;
    }

    private void make(DnatTable table, List<NftChange> changes) {
        NftResult result = client.apply(changes);
        if (!(result instanceof NftResult.Committed)) {
            throw new KernelUnavailableException(
                    "destinations: table " + table.key() + " could not be made: " + result, null);
        }
    }

    private Optional<String> report(DnatTable table, FilterDrift drift) {
        String differed = drift.isNone() ? "elements" : drift.text();
        if (wasRepaired || drift.exists()) {
            LOG.warn("destinations_repaired table=\"{}\" differed=\"{}\"", table.key(), differed);
            return Optional.of("table " + table.key() + ": " + differed);
        }
        LOG.info("destinations_created table=\"{}\"", table.key());
        return Optional.empty();
    }

    private Set<Chooser> choosers(DnatTable table) throws NetlinkException {
        Set<Chooser> found = new HashSet<>();
        for (NftChain chain : client.chains(table.key())) {
            Chooser.named(chain.key().name()).ifPresent(found::add);
        }
        return found;
    }

    /** The changes that bring these virtual servers from their former to their present state, with new choosers. */
    List<NftChange> changes(Set<VirtualServer.Key> keys, Servers servers) {
        List<NftChange> changes = new ArrayList<>();
        FilterElements before = new FilterElements();
        FilterElements after = new FilterElements();
        for (DnatTable table : tables) {
            ChooserNumbers known = numbers.get(table);
            former(table, keys, servers).forEach(was -> ToDnat.add(table, known, was, before));
            List<Frontend> present = of(table, keys, servers);
            present.forEach(now -> ToDnat.add(table, known, now, after));
            Set<Chooser> missing = missing(table, present);
            changes.addAll(chains(table, missing));
            after.addAll(known.elements(table, missing));
        }
        changes.addAll(before.become(after));
        return changes;
    }

    private static List<Frontend> former(DnatTable table, Set<VirtualServer.Key> keys, Servers servers) {
        Family family = table.family().family;
        return keys.stream()
                .filter(key -> key.vip().family() == family)
                .flatMap(key -> servers.changed().get(key).stream())
                .toList();
    }

    /** These virtual servers were put into the kernel, with their choosers. */
    void created(Set<VirtualServer.Key> keys, Servers servers) {
        for (DnatTable table : tables) {
            choosers.get(table).addAll(needed(of(table, keys, servers)));
        }
    }

    private static List<Frontend> of(DnatTable table, Set<VirtualServer.Key> keys, Servers servers) {
        Family family = table.family().family;
        return keys.stream()
                .filter(key -> key.vip().family() == family)
                .flatMap(key -> servers.get(key).stream())
                .toList();
    }

    private Set<Chooser> missing(DnatTable table, Collection<Frontend> wanted) {
        Set<Chooser> missing = needed(wanted);
        missing.removeAll(choosers.get(table));
        return missing;
    }

    private static List<NftChange> chains(DnatTable table, Set<Chooser> some) {
        List<NftChange> changes = new ArrayList<>();
        for (Chooser chooser : some) {
            changes.add(new NftChange.PutChain(table.chain(chooser), NftChange.Put.CREATE));
            table.rules(chooser).forEach(rule -> changes.add(new NftChange.AddRule(rule)));
        }
        return changes;
    }

    private static Set<Chooser> needed(Collection<Frontend> frontends) {
        Set<Chooser> needed = new HashSet<>();
        frontends.forEach(frontend -> needed.add(ToDnat.chooser(frontend)));
        return needed;
    }
}
