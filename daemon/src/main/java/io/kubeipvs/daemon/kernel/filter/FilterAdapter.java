package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FilterState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.kernel.translation.OutcomeOf;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.RefusedException;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftElement;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftSet;
import io.kubeipvs.netlink.nftables.NftTable;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Our tables of the packet filter, through nf_tables. Their chains, rules and sets are constant, and are repaired
 * whenever the kernel is prepared; operations change elements only. Tables of other programs stay.
 */
public final class FilterAdapter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FilterAdapter.class);

    private final NftablesClient client;
    private final ForeignPolicies others;
    private final List<FilterTable> tables = new ArrayList<>();
    private final Map<Family, ToFilter> encoders = new EnumMap<>(Family.class);
    private final Runnable onRepair;
    private boolean isArpTried;
    private boolean wasPrepared;

    /** The last reading, so that nothing is read twice while no transaction is committed. */
    private Optional<Reading> known = Optional.empty();

    /** The elements at one generation of the rule set, which each transaction of any program increments. */
    private record Reading(int generation, FilterState state) {}

    /** @param families those that the kernel has */
    public FilterAdapter(NftablesClient client, Set<Family> families) {
        this(client, families, () -> {});
    }

    /**
     * @param families those that the kernel has
     * @param onRepair called for each table that differed and is repaired
     */
    public FilterAdapter(NftablesClient client, Set<Family> families, Runnable onRepair) {
        this.client = client;
        this.onRepair = onRepair;
        this.others = new ForeignPolicies(client);
        for (Family family : families) {
            tables.add(FilterTable.of(family));
            encoders.put(family, new ToFilter(family, new FilterSets(FilterFamily.of(family))));
        }
    }

    /**
     * Creates tables that are missing, replaces those that differ, and removes elements that make no sense. Returns
     * what was repaired, one text a table. Creating a table is a repair from the second call on.
     *
     * @throws KernelUnavailableException when a table cannot be made
     */
    public List<String> prepare() throws NetlinkException {
        requireNftables();
        tryArp();
        List<FilterDrift> drifts = new ArrayList<>();
        FilterElements found = new FilterElements();
        int generation = client.generation();
        for (FilterTable table : tables) {
            FilterDrift drift = FilterDrift.of(table, client);
            readElements(drift.readable(), found);
            drifts.add(drift);
        }
        FilterState state = state(found);
        FilterElements meant = elements(state);
        List<String> repaired = new ArrayList<>();
        for (int i = 0; i < tables.size(); i++) {
            if (drifts.get(i).isNone()) {
                removeSenseless(tables.get(i), found, meant).ifPresent(repaired::add);
            } else {
                replace(tables.get(i), drifts.get(i), meant).ifPresent(repaired::add);
            }
        }
        others.look();
        known = Optional.of(new Reading(generation, state));
        wasPrepared = true;
        return repaired;
    }

    /** Reads what the sets contain; nothing of a table that is missing. */
    public FilterState read() throws NetlinkException {
        requireNftables();
        int generation = client.generation();
        if (known.isPresent() && known.get().generation() == generation) {
            return known.get().state();
        }
        Set<NftTable.Key> existing = client.tables().stream().map(NftTable::key).collect(Collectors.toSet());
        FilterElements found = new FilterElements();
        for (FilterTable table : withArp()) {
            if (existing.contains(table.key())) {
                List<NftSet> sets = client.sets(table.key());
                readElements(table.sets().stream().filter(sets::contains).toList(), found);
            }
        }
        return state(found);
    }

    /** Another program's reading needs no probe: where the kernel has no tables for ARP, none of that name exists. */
    private List<FilterTable> withArp() {
        return Stream.concat(tables.stream(), Stream.of(ArpTable.table()))
                .distinct()
                .toList();
    }

    private void readElements(List<NftSet> sets, FilterElements into) throws NetlinkException {
        for (NftSet set : sets) {
            client.elements(set).forEach(element -> into.add(set, plain(element)));
        }
    }

    /** Not every kernel has tables for ARP. Without them the node announces VIPs on every link. */
    private void tryArp() {
        if (!isArpTried) {
            isArpTried = true;
            boolean hasArp = client.apply(ArpTable.probe()) instanceof NftResult.Committed;
            if (hasArp && encoders.containsKey(Family.IPV4)) {
                tables.add(ArpTable.table());
                encoders.get(Family.IPV4).useArp();
            }
        }
    }

    private FilterState state(FilterElements found) {
        FromFilter reading = new FromFilter(found);
        encoders.values().forEach(encoder -> reading.read(encoder.sets()));
        return reading.state();
    }

    private FilterElements elements(FilterState state) {
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

    /** The table is never absent and never without its elements, for all of it is one transaction. */
    private Optional<String> replace(FilterTable table, FilterDrift drift, FilterElements meant) {
        List<NftChange> changes = new ArrayList<>();
        if (drift.exists()) {
            changes.add(new NftChange.RemoveTable(table.key(), NftChange.Remove.DELETE));
        }
        changes.addAll(table.creation());
        changes.addAll(new FilterElements().become(meant.only(table.sets())));
        commit("table " + table.key() + " could not be made", changes);
        if (drift.exists() || wasPrepared) {
            return Optional.of(repaired(table, drift.text()));
        }
        LOG.info("packet_filter_created table=\"{}\"", table.key());
        return Optional.empty();
    }

    /** Removes elements of other programs, and elements without the ones that they need. */
    private Optional<String> removeSenseless(FilterTable table, FilterElements found, FilterElements meant) {
        List<NftSet> sets = table.sets();
        List<NftChange> changes = found.only(sets).become(meant.only(sets));
        if (changes.isEmpty()) {
            return Optional.empty();
        }
        commit("elements that make no sense could not be removed", changes);
        String differed = changes.stream().map(FilterAdapter::setOf).distinct().collect(Collectors.joining(", "));
        return Optional.of(repaired(table, "elements of " + differed));
    }

    private String repaired(FilterTable table, String differed) {
        LOG.warn("packet_filter_repaired table=\"{}\" differed=\"{}\"", table.key(), differed);
        onRepair.run();
        return "table " + table.key() + ": " + differed;
    }

    /** One outcome for each, in their order. Those that are refused are not made, and do not hinder the others. */
    public List<Outcome> apply(List<FilterOp> operations) {
        if (operations.isEmpty()) {
            return List.of();
        }
        NftResult result;
        try {
            result = transact(FilterChange.of(operations, encoders));
        } catch (IllegalArgumentException impossible) {
            return operations.size() == 1
                    ? List.of(new Outcome.Refused(
                            Errno.EINVAL.toString(), operations.get(0) + ": " + impossible.getMessage()))
                    : halves(operations);
        }
        return result.on(new OutcomesOf(operations));
    }

    /** Finds the ones that are refused in few transactions, where they are few. */
    private List<Outcome> halves(List<FilterOp> operations) {
        int middle = operations.size() / 2;
        return Stream.of(operations.subList(0, middle), operations.subList(middle, operations.size()))
                .flatMap(half -> apply(half).stream())
                .toList();
    }

    private NftResult transact(List<NftChange> changes) {
        return changes.isEmpty() ? new NftResult.Committed() : client.apply(changes);
    }

    private void commit(String otherwise, List<NftChange> changes) {
        NftResult result = client.apply(changes);
        if (!(result instanceof NftResult.Committed)) {
            throw new KernelUnavailableException("packet filter: " + otherwise + ": " + result, null);
        }
    }

    private void requireNftables() throws NetlinkException {
        try {
            client.generation();
        } catch (RefusedException refused) {
            if (refused.errno().equals(Errno.EINVAL)) {
                throw new KernelUnavailableException(
                        new Problem(
                                "this kernel has no nf_tables",
                                "modprobe nf_tables, or boot a kernel with CONFIG_NF_TABLES"),
                        refused);
            }
            throw refused;
        }
    }

    private static String setOf(NftChange ofElements) {
        return ofElements instanceof NftChange.PutElements put
                ? put.set().key().name()
                : ((NftChange.RemoveElements) ofElements).set().key().name();
    }

    private static NftElement plain(NftElement element) {
        NftElement key = element.key();
        return element.data().map(key::mapTo).orElse(key);
    }

    @Override
    public void close() throws NetlinkException {
        client.close();
    }

    /** The outcomes of one transaction. */
    private final class OutcomesOf implements NftResult.Cases<List<Outcome>> {
        private final List<FilterOp> operations;

        OutcomesOf(List<FilterOp> operations) {
            this.operations = operations;
        }

        @Override
        public List<Outcome> committed(NftResult.Committed result) {
            return all(new Outcome.Applied());
        }

        @Override
        public List<Outcome> refused(NftResult.Refused result) {
            return operations.size() == 1
                    ? List.of(OutcomeOf.refusal(
                            operations.get(0), result.changes().get(0).refusal()))
                    : halves(operations);
        }

        @Override
        public List<Outcome> stale(NftResult.Stale result) {
            return all(new Outcome.Lost("ERESTART"));
        }

        @Override
        public List<Outcome> unknown(NftResult.Unknown result) {
            return all(new Outcome.Lost(result.reason()));
        }

        private List<Outcome> all(Outcome outcome) {
            return operations.stream().map(op -> outcome).toList();
        }
    }
}
