package io.kubeipvs.core.plan;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.drain.Drains;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FailedServers;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VipOp;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.Protocol;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes one plan.
 *
 * <p>An unwanted virtual server stays, with its VIP, as long as one of its real servers drains. It refuses new connections
 * meanwhile.
 */
final class PlanBuilder implements KernelObject.Visitor {
    /** An unwanted virtual server refuses new connections at once, as one without endpoints does. */
    private static final Admission REFUSED = Admission.of(Admission.Kind.REFUSE);

    /**
     * The most scheduler changes in one plan: each keeps the kernel busy for some 20 ms ({@code synchronize_rcu} in
     * {@code ip_vs_edit_service}), and other changes wait meanwhile.
     */
    private static final int MOST_SCHEDULER_CHANGES = 50;

    private final Ledger ledger;
    private final Reality reality;
    private final Drains drains;
    private final Ownership ownership;
    private final Planner.Terms terms;
    private final Set<VirtualServer.Key> virtualServers = new LinkedHashSet<>();
    private final Set<Ip> vips = new LinkedHashSet<>();
    private final List<KernelOp> ops = new ArrayList<>();
    private final Map<VirtualServer.Key, Set<RealServer.Key>> draining = new HashMap<>();
    private final Set<KernelObject> later = new LinkedHashSet<>();
    private int schedulerChanges;

    PlanBuilder(Planner planner, Planner.Terms terms) {
        this.ledger = planner.ledger();
        this.reality = planner.reality();
        this.drains = planner.drains();
        this.ownership = planner.ownership();
        this.terms = terms;
    }

    Plan build(ChangedObjects changed) {
        changed.all().forEach(object -> object.accept(this));
        vips.forEach(vip -> virtualServers.addAll(unwantedOn(vip)));
        for (VirtualServer.Key key : virtualServers) {
            compare(key);
            vips.add(key.vip()); // a draining virtual server keeps its VIP
        }
        vips.forEach(this::compare);
        ops.addAll(terms.staleFlows());
        return new Plan(changed.all(), Steps.of(ops), draining, later, terms.now());
    }

    /**
     * Its mark comes with it: if two Services claim the virtual server, the one that changed may not own the mark. So does
     * its VIP when the filter closes it: clients that another proxy serves must find their port open.
     */
    @Override
    public void virtualServer(VirtualServer.Key key) {
        if (virtualServers.add(key)) {
            ledger.admission(key)
                    .map(Admission::inClusterMark)
                    .filter(mark -> mark != 0)
                    .ifPresent(mark -> virtualServers.add(
                            VirtualServer.Key.ofMark(key.vip().family(), mark)));
            if (ledger.isWanted(key.vip()) && !reality.filter().isVip(key.vip())) {
                vip(key.vip());
            }
        }
    }

    /** Its virtual servers come with it: it is bound only if it has one, and that may be one of another Service. */
    @Override
    public void vip(Ip address) {
        if (vips.add(address)) {
            ledger.virtualServersOn(address).forEach(this::virtualServer);
        }
    }

    @Override
    public void hairpin(Ip endpoint) {
        if (ledger.isHairpin(endpoint)) {
            put(AddressSet.HAIRPINS, endpoint);
        } else {
            drop(AddressSet.HAIRPINS, endpoint);
        }
    }

    /**
     * The ranges of cluster addresses change in a step of their own, when the filter knows every VIP: another proxy may
     * serve the VIPs of later plans at this moment, and the filter must not refuse them.
     */
    @Override
    public void nodeFilter() {
        NodeFilterConfig actual = reality.filter().config();
        NodeFilterConfig wanted = terms.nodeFilter();
        NodeFilterConfig first = wanted.withServiceRanges(actual.serviceRanges());
        if (!first.equals(actual)) {
            ops.add(new FilterOp.PutNodeFilterConfig(actual, first));
        }
        if (!wanted.equals(first) && terms.isLast()) {
            ops.add(new FilterOp.PutNodeFilterConfig(first, wanted));
        } else if (!wanted.equals(first)) {
            later.add(new KernelObject.NodeFilter());
        }
    }

    /**
     * The unwanted virtual servers of an address that may drain. One that could not be dropped before serves again when
     * its VIP is bound, and loses its connections when the VIP goes.
     */
    private List<VirtualServer.Key> unwantedOn(Ip vip) {
        return reality.virtualServersOf(vip).stream()
                .filter(key -> ledger.wanted(key).isEmpty() && ownership.mayDrain(key))
                .toList();
    }

    private void compare(VirtualServer.Key key) {
        Optional<Frontend> wanted = ledger.wanted(key);
        if (wanted.isEmpty() && !key.isByMark() && ownership.isExcluded(key.vip())) {
            draining.put(key, Set.of());
            return;
        }
        wanted.ifPresent(this::put);
        List<RealServer> removed = removedServers(key, wanted);
        draining.put(key, mayDrain(key, wanted) ? uncut(removed, wanted) : Set.of());
        boolean isNeeded = wanted.isPresent() || removed.stream().anyMatch(server -> !isOver(key, server.key()));
        boolean isRefusing = isNeeded && !key.isByMark();
        admit(key, ledger.admission(key).or(() -> isRefusing ? Optional.of(REFUSED) : Optional.empty()));
        if (isNeeded) {
            removed.forEach(server -> remove(key, server));
        } else if (reality.virtualServer(key).isPresent()) {
            ops.add(new IpvsOp.DropVirtualServer(key));
            removed.forEach(server -> forgetFlows(key, server));
        }
    }

    private void admit(VirtualServer.Key key, Optional<Admission> wanted) {
        boolean isVip = ledger.isWanted(key.vip()) || reality.filter().isVip(key.vip());
        boolean isServing = reality.virtualServer(key).isPresent();
        ops.addAll(new AdmissionChange(key, isVip, isServing)
                .operations(reality.filter().admission(key), wanted));
    }

    private void put(Frontend wanted) {
        Optional<VirtualServer> actual = reality.virtualServer(wanted.key());
        if (actual.isEmpty()) {
            ops.add(new IpvsOp.AddVirtualServer(wanted.virtualServer()));
        } else if (!actual.get().equals(wanted.virtualServer())) {
            change(new IpvsOp.ChangeVirtualServer(actual.get(), wanted.virtualServer()));
        }
        wanted.realServers().values().forEach(server -> put(wanted.key(), server));
    }

    private void change(IpvsOp.ChangeVirtualServer change) {
        if (!change.isOtherScheduler()) {
            ops.add(change);
        } else if (schedulerChanges++ < MOST_SCHEDULER_CHANGES) {
            ops.add(new FilterOp.PauseNewConnections(change.virtualServer()));
            ops.add(change);
            ops.add(new FilterOp.ResumeNewConnections(change.virtualServer()));
        } else {
            later.add(change.virtualServer());
        }
    }

    /** A draining server that is wanted again gets its weight back in place: its connections continue. */
    private void put(VirtualServer.Key key, RealServer wanted) {
        RealServer actual = reality.realServers(key).get(wanted.key());
        if (actual == null) {
            ops.add(new IpvsOp.AddRealServer(key, wanted));
        } else if (!actual.equals(wanted)) {
            ops.add(new IpvsOp.ChangeRealServer(key, wanted));
        }
    }

    private void remove(VirtualServer.Key key, RealServer server) {
        if (isOver(key, server.key())) {
            ops.add(new IpvsOp.DropRealServer(key, server.key()));
            forgetFlows(key, server);
        } else if (!server.isQuiet()) {
            ops.add(new IpvsOp.ChangeRealServer(key, server.quiet()));
        }
    }

    /** UDP connections have no end: the kernel would send a client to the removed server. */
    private void forgetFlows(VirtualServer.Key key, RealServer server) {
        if (key.protocol() == Protocol.UDP) {
            ops.add(new FlowOp.ForgetFlows(key, server.key()));
        }
    }

    private void compare(Ip vip) {
        if (!ledger.isWanted(vip) && ownership.isExcluded(vip)) {
            return;
        }
        boolean stays = ledger.isWanted(vip) || reality.isBound(vip) && isDraining(vip);
        if (stays) {
            put(AddressSet.VIPS, vip);
        } else {
            drop(AddressSet.VIPS, vip);
        }
        if (ledger.isWanted(vip) && !reality.isBound(vip)) {
            ops.add(new VipOp.BindVip(vip));
        } else if (!stays && reality.isBound(vip)) {
            ops.add(new VipOp.UnbindVip(vip));
        }
    }

    private void put(AddressSet set, Ip address) {
        if (!reality.filter().contains(set, address)) {
            ops.add(new FilterOp.PutAddress(set, address));
        }
    }

    private void drop(AddressSet set, Ip address) {
        if (reality.filter().contains(set, address)) {
            ops.add(new FilterOp.DropAddress(set, address));
        }
    }

    /** Whether a virtual server of this VIP drains and still needs its packets. */
    private boolean isDraining(Ip vip) {
        return reality.virtualServersOf(vip).stream().anyMatch(this::isDraining);
    }

    private boolean isDraining(VirtualServer.Key key) {
        return draining.containsKey(key)
                ? draining.get(key).stream().anyMatch(server -> !isOver(key, server))
                : drains.isDraining(key, terms.now(), drainTimeout(key));
    }

    private boolean isOver(VirtualServer.Key key, RealServer.Key server) {
        return !draining.get(key).contains(server) || drains.isOver(key, server, terms.now(), drainTimeout(key));
    }

    /** The choice of its Service, also after it was deleted, or else the default. */
    private Duration drainTimeout(VirtualServer.Key key) {
        return ledger.wanted(key)
                .map(Frontend::drainTimeout)
                .orElseGet(() -> drains.limit(key))
                .orElse(terms.drainTimeout());
    }

    private List<RealServer> removedServers(VirtualServer.Key key, Optional<Frontend> wanted) {
        Set<RealServer.Key> staying =
                wanted.map(frontend -> frontend.realServers().keySet()).orElse(Set.of());
        List<RealServer> removed = new ArrayList<>();
        reality.realServers(key).forEach((server, present) -> {
            if (!staying.contains(server)) {
                removed.add(present);
            }
        });
        return removed;
    }

    /** The connections of a server that failed its health check may end with it: by the Service's choice. */
    private static Set<RealServer.Key> uncut(List<RealServer> servers, Optional<Frontend> wanted) {
        FailedServers failed = wanted.map(Frontend::failed).orElse(FailedServers.NONE);
        Set<RealServer.Key> uncut = new HashSet<>();
        for (RealServer server : servers) {
            if (!failed.isCut(server.key())) {
                uncut.add(server.key());
            }
        }
        return Set.copyOf(uncut);
    }

    /**
     * Whether the removed servers of a virtual server may keep their connections. UDP connections have no end. A scheduler
     * that still chooses a draining server would refuse new clients. An unwanted virtual server goes at once where a
     * restarted program would not recognise it as ours.
     */
    private boolean mayDrain(VirtualServer.Key key, Optional<Frontend> wanted) {
        boolean isRefusing = wanted.map(Frontend::virtualServer)
                .filter(server -> !server.skipsQuietServers())
                .isPresent();
        return key.protocol() != Protocol.UDP && !isRefusing && (wanted.isPresent() || ownership.mayDrain(key));
    }
}
