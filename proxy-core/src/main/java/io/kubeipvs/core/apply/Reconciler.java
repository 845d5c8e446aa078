package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.Conflict;
import io.kubeipvs.core.desire.Footprint;
import io.kubeipvs.core.desire.Footprints;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.RefusedAddress;
import io.kubeipvs.core.desire.SurroundingsOf;
import io.kubeipvs.core.desire.Touched;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Mark;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.Surroundings;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Ports;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.plan.Draining;
import io.kubeipvs.core.plan.Plan;
import io.kubeipvs.core.plan.Planner;
import io.kubeipvs.core.track.ServiceView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Brings the kernel to what the Services want: what is wanted (the ledger), what the kernel acknowledged (reality),
 * and what may differ between them. There is one path: a change, the start, an audit and a retry all touch objects,
 * and a plan compares exactly those. Used by one thread.
 */
public final class Reconciler {
    private final Ledger ledger = new Ledger();
    private final Reality reality = new Reality();
    private final Draining draining = new Draining();
    private final Planner planner = new Planner(ledger, reality, draining, this::mayDrain);
    private final Touched touched = new Touched();
    private final Touched owed = new Touched();
    private final Map<ServiceName, List<RefusedAddress>> refused = new HashMap<>();
    private final Map<ServiceName, Set<Ip>> left = new HashMap<>();
    private Settings settings;
    private NodeView node = NodeView.UNKNOWN;
    private Surroundings surroundings;

    public Reconciler(Settings settings) {
        this.settings = settings;
        updateSurroundings();
    }

    /** New choices of the operator; they reach a Service when it is next {@link #update updated}. */
    public void setSettings(Settings settings) {
        this.settings = settings;
        updateSurroundings();
    }

    /** The node as it is now; it reaches a Service when it is next {@link #update updated}. */
    public void setNode(NodeView node) {
        this.node = node;
        updateSurroundings();
    }

    private void updateSurroundings() {
        surroundings = SurroundingsOf.node(node, settings);
        touched.addSurroundings();
    }

    /** Takes over the latest word on these Services. */
    public void update(Collection<ServiceView> services) {
        for (ServiceView service : services) {
            Footprint footprint = Footprints.of(service, node, settings);
            touched.addAll(ledger.replace(service.name(), footprint));
            note(refused, service.name(), footprint.refused());
            note(left, service.name(), footprint.left());
        }
    }

    private static <C extends Collection<?>> void note(Map<ServiceName, C> noted, ServiceName service, C addresses) {
        if (addresses.isEmpty()) {
            noted.remove(service);
        } else {
            noted.put(service, addresses);
        }
    }

    /** The addresses that Services ask for and do not get, by Service; a view, without those that get all. */
    public Map<ServiceName, List<RefusedAddress>> refused() {
        return Collections.unmodifiableMap(refused);
    }

    /**
     * The cluster addresses that are not served for a link of this node has them, by Service; a view, without Services
     * that have none.
     */
    public Map<ServiceName, Set<Ip>> left() {
        return Collections.unmodifiableMap(left);
    }

    /**
     * Takes over what was read from the kernel, and touches everything. A virtual server that nobody wants and that is
     * not {@link #isOurs ours} is somebody else's and is never looked at.
     */
    public void adopt(KernelState observed) {
        touched.addVirtualServers(draining.virtualServers());
        reality.replace(observed);
        retry();
        touched.addAll(ledger.everything());
        touched.addVips(observed.vips());
        touched.addVips(observed.filter().addresses(AddressSet.VIPS));
        touched.addHairpins(observed.filter().addresses(AddressSet.HAIRPINS));
        touched.addVirtualServers(observed.filter().admissions().keySet());
        touched.addSurroundings();
        touched.addVirtualServers(
                observed.frontends().keySet().stream().filter(this::isOurs).collect(Collectors.toSet()));
    }

    /**
     * Whether a virtual server that nobody wants is ours all the same: the filter knows of it, or it has a mark of ours;
     * its address is on our link or the VIP of a Service; or it is on an address of this node and its port is one that
     * Kubernetes gives out as a node port.
     */
    private boolean isOurs(VirtualServer.Key key) {
        boolean isKnown = reality.filter().admission(key).isPresent()
                || reality.filter().contains(AddressSet.VIPS, key.vip())
                || Mark.isOurs(key.mark());
        return isKnown || reality.isBound(key.vip()) || ledger.isWanted(key.vip()) || isNodePort(key);
    }

    /** One of ours that packets still arrive at, and that keeps them from nobody else. */
    private boolean mayDrain(VirtualServer.Key key) {
        if (left.values().stream().anyMatch(addresses -> addresses.contains(key.vip()))) {
            return false;
        }
        boolean isHere =
                key.isByMark() || reality.isBound(key.vip()) || ledger.isWanted(key.vip()) || node.has(key.vip());
        return isHere && isOurs(key);
    }

    private boolean isNodePort(VirtualServer.Key key) {
        return node.has(key.vip()) && Ports.isNodePort(key.port());
    }

    /** Where Services fight for one virtual server, among the objects that were touched since the last round. */
    public List<Conflict> conflicts() {
        return touched.virtualServers().stream()
                .map(ledger::conflict)
                .flatMap(Optional::stream)
                .toList();
    }

    /** Whether something failed in an earlier round and was not made good since. */
    public boolean isOwing() {
        return !owed.isEmpty();
    }

    /** Whether the next plan has something to do already: the last one left it for later. */
    public boolean isUnfinished() {
        return !touched.isEmpty();
    }

    /** What failed in earlier rounds is to be in the next plan again. */
    public void retry() {
        touched.addAll(owed);
        owed.clear();
    }

    /**
     * Asks the kernel for the connections of the servers that leave; one without any is in the next plan, to go.
     *
     * @throws KernelUnavailableException when it could not be read
     */
    public void countConnections(Kernel kernel) {
        for (VirtualServer.Key key : draining.virtualServers()) {
            touched.addVirtualServers(Set.of(key));
            Map<RealServer.Key, Integer> connections = kernel.connections(key);
            reality.realServers(key).values().stream()
                    .filter(server -> server.isQuiet() && Objects.equals(connections.get(server.key()), 0))
                    .forEach(server -> draining.sawIdle(key, server.key()));
        }
    }

    /** How many real servers drain; one that leaves two virtual servers counts twice. */
    public int drainingServers() {
        return draining.count();
    }

    /** How many virtual servers the kernel is known to have, whoever's they are. */
    public int virtualServers() {
        return reality.virtualServerCount();
    }

    /** How many real servers stand behind them. */
    public int realServers() {
        return reality.realServerCount();
    }

    /** When the last of the servers that drain began to; empty when none does. */
    public Optional<Instant> lastDrainBegun() {
        return draining.lastBegun();
    }

    /** The operations that make every touched object as it is wanted. */
    public Plan plan(Instant now) {
        return planner.plan(touched, surroundings, now, settings);
    }

    /**
     * Carries out a plan that {@link #plan} gave. What fails stays owed until {@link #retry} or {@link #adopt}.
     *
     * @throws KernelUnavailableException when the way to the kernel broke: all that was touched is owed, and the
     *     kernel must be read again
     */
    public ApplyReport apply(Plan plan, Kernel kernel) {
        List<ApplyReport.Result> results = new ArrayList<>();
        Prerequisites prerequisites = new Prerequisites(reality, ledger);
        try {
            for (List<KernelOp> phase : plan.phases().values()) {
                List<KernelOp> possible = possible(phase, prerequisites, results);
                applyPhase(possible, kernel, results);
            }
        } catch (KernelUnavailableException e) {
            owed.addAll(touched);
            throw e;
        } finally {
            touched.virtualServers()
                    .forEach(
                            key -> draining.retain(key, reality.realServers(key).keySet()));
            draining.forgetIdle();
            touched.clear();
        }
        touched.addVirtualServers(plan.later());
        ApplyReport report = new ApplyReport(results);
        report.failures().forEach(failure -> owed.add(failure.op()));
        return report;
    }

    private static List<KernelOp> possible(
            List<KernelOp> phase, Prerequisites prerequisites, List<ApplyReport.Result> results) {
        List<KernelOp> possible = new ArrayList<>();
        for (KernelOp op : phase) {
            if (prerequisites.areMet(op)) {
                possible.add(op);
            } else {
                results.add(new ApplyReport.Result(op, new Outcome.Skipped()));
            }
        }
        return possible;
    }

    private void applyPhase(List<KernelOp> operations, Kernel kernel, List<ApplyReport.Result> results) {
        List<Outcome> outcomes = operations.isEmpty() ? List.of() : kernel.apply(operations);
        for (int i = 0; i < operations.size(); i++) {
            results.add(new ApplyReport.Result(operations.get(i), outcomes.get(i)));
            if (outcomes.get(i).isDone()) {
                reality.acknowledge(operations.get(i));
            }
        }
    }
}
