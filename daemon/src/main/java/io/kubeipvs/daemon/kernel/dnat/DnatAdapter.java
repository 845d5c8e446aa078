package io.kubeipvs.daemon.kernel.dnat;

import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.daemon.kernel.filter.CheckedGeneration;
import io.kubeipvs.daemon.kernel.ipvs.VirtualServerAdapter;
import io.kubeipvs.daemon.kernel.translation.OutcomeOf;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.NetlinkException;
import io.kubeipvs.netlink.Refusal;
import io.kubeipvs.netlink.conntrack.ConntrackClient;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Virtual servers and real servers as elements of our own nf_tables tables, for kernels without IPVS. It knows what the
 * kernel has: one reading at the start, and again when another program changed the rule set. So an operation costs the
 * elements of its virtual server, in one transaction with the others that are sent together. Used by one thread, except {@link
 * #written}.
 */
public final class DnatAdapter implements VirtualServerAdapter {
    private final NftablesClient client;
    private final ConntrackClient flows;
    private final Map<Family, DnatTable> tables = new EnumMap<>(Family.class);
    private final DnatStructure structure;
    private final Consumer<FlowOp.ForgetFlows> ended;
    /** When {@link #servers} was read. */
    private final CheckedGeneration checked;

    private volatile Servers servers = new Servers(Map.of());

    /**
     * Makes an adapter.
     *
     * @param client stays the caller's: all its transactions are counted as our own
     * @param flows is closed with this adapter
     * @param families those that the kernel has
     * @param ended receives the flows of removed real servers: connection tracking would translate them for ever
     */
    public DnatAdapter(
            NftablesClient client, ConntrackClient flows, Set<Family> families, Consumer<FlowOp.ForgetFlows> ended) {
        this.ended = ended;
        this.client = client;
        this.flows = flows;
        families.forEach(family -> tables.put(family, new DnatTable(DnatFamily.of(family))));
        this.structure = new DnatStructure(client, tables.values());
        this.checked = new CheckedGeneration(client);
    }

    /**
     * Creates tables that are missing, replaces those that differ, and corrects elements that contradict each other, unless
     * no other program changed the rule set since the last call. Returns what was repaired, one text a table.
     *
     * @throws KernelUnavailableException when a table cannot be made
     */
    @Override
    public List<String> prepare() throws NetlinkException {
        int now = client.generation();
        if (checked.isStill(now)) {
            return List.of();
        }
        CheckedGeneration.Base begun = checked.at(now);
        List<String> repaired = structure.repair();
        servers = new Servers(structure.frontends());
        checked.set(begun); // a change by another program since then is not missed
        return repaired;
    }

    @Override
    public Collection<Frontend> read() throws NetlinkException {
        return checked.isStill(client.generation())
                ? List.copyOf(servers.all().values())
                : DnatContent.frontends(client, tables.values()).values();
    }

    @Override
    public Optional<Map<VirtualServer.Key, Frontend>> written(int generation) {
        Servers present = servers;
        return checked.isStill(generation) ? Optional.of(Collections.unmodifiableMap(present.all())) : Optional.empty();
    }

    @Override
    public List<Outcome> apply(List<IpvsOp> operations) {
        List<Optional<Outcome>> known = new ArrayList<>();
        for (IpvsOp op : operations) {
            Optional<Errno> refused = servers.apply(op);
            known.add(refused.map(errno -> OutcomeOf.refusal(op, new Refusal(errno, "", "", 0))));
        }
        Map<VirtualServer.Key, Outcome> made = commit();
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            VirtualServer.Key key = operations.get(i).virtualServer();
            outcomes.add(known.get(i).orElseGet(() -> made.getOrDefault(key, new Outcome.Applied())));
        }
        return outcomes;
    }

    /** Makes all changes together, or each virtual server's by itself if the kernel refuses some. The failed ones. */
    private Map<VirtualServer.Key, Outcome> commit() {
        Map<VirtualServer.Key, Outcome> failed = new HashMap<>();
        Set<VirtualServer.Key> changed = new HashSet<>(servers.changed().keySet());
        if (!changed.isEmpty() && transact(changed).isPresent()) {
            for (VirtualServer.Key key : changed) {
                transact(Set.of(key)).ifPresent(outcome -> {
                    failed.put(key, outcome);
                    servers.takeBack(key);
                });
            }
        }
        servers.removed().forEach(ended);
        servers.keep();
        return failed;
    }

    /** Empty = done. */
    private Optional<Outcome> transact(Set<VirtualServer.Key> keys) {
        List<NftChange> changes = structure.changes(keys, servers);
        NftResult result = changes.isEmpty() ? new NftResult.Committed() : client.apply(changes);
        return result.on(new NftResult.Cases<>() {
            @Override
            public Optional<Outcome> committed(NftResult.Committed committed) {
                structure.created(keys, servers);
                return Optional.empty();
            }

            @Override
            public Optional<Outcome> refused(NftResult.Refused refused) {
                Errno errno = refused.changes().get(0).refusal().errno();
                return Optional.of(
                        errno.equals(Errno.EEXIST) || errno.equals(Errno.ENOENT)
                                ? new Outcome.Lost(errno.toString())
                                : new Outcome.Refused(errno.toString(), refused.toString()));
            }

            @Override
            public Optional<Outcome> stale(NftResult.Stale stale) {
                return Optional.of(new Outcome.Lost(Errno.ERESTART.toString()));
            }

            @Override
            public Optional<Outcome> unknown(NftResult.Unknown unknown) {
                return Optional.of(new Outcome.Lost(unknown.reason()));
            }
        });
    }

    /**
     * {@inheritDoc} A real server by mark counts those of all its virtual servers, because connections do not show by
     * which mark they came.
     */
    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key key) throws NetlinkException {
        Optional<Frontend> frontend = servers.get(key);
        return frontend.isPresent() ? FlowCounts.of(flows, frontend.get()) : Map.of();
    }

    @Override
    public void close() throws NetlinkException {
        flows.close();
    }
}
