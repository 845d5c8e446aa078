package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.ChangedObjects;
import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.desire.NodeFilterConfigs;
import io.kubeipvs.core.desire.ServiceNotes;
import io.kubeipvs.core.drain.Drains;
import io.kubeipvs.core.drain.EndpointNodes;
import io.kubeipvs.core.kernel.AddressSet;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.Frontend;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelObject;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.NodeFilterConfig;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.plan.KeptObjects;
import io.kubeipvs.core.plan.Ownership;
import io.kubeipvs.core.plan.Plan;
import io.kubeipvs.core.plan.Planner;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Brings the kernel to the desired state. There is one path: a change, the start, an audit and a retry all mark objects
 * as changed, a plan compares exactly these, and only confirmed operations change our picture of the kernel. Used by
 * one thread.
 */
public final class Reconciler {
    /** The most objects that one plan compares: with 5 real servers each, about 3,000 messages. */
    private static final int PORTION = 1000;

    private final Ledger ledger = new Ledger();
    private final Reality reality = new Reality();
    private final EndpointNodes nodes = new EndpointNodes();
    private final Drains drains = new Drains(nodes);
    private final ServiceNotes notes = new ServiceNotes();
    private final Ownership ownership = new Ownership(ledger, reality, notes);
    private final KeptObjects kept = new KeptObjects(ledger, reality);
    private final Planner planner = new Planner(ledger, reality, drains, ownership, kept);
    private final Agenda agenda;
    private final ServiceUpdates updates;
    private final ChangedObjects pending = new ChangedObjects();
    private final Set<FlowOp.ForgetFlows> staleFlows = new LinkedHashSet<>();
    private Settings settings;
    private NodeView node = NodeView.UNKNOWN;
    private NodeFilterConfig nodeFilter;
    private boolean isProvisional;

    public Reconciler(Settings settings) {
        this(settings, PORTION);
    }

    /** @param portion the most objects that one plan compares */
    Reconciler(Settings settings, int portion) {
        this.agenda = new Agenda(portion);
        this.updates = new ServiceUpdates(ledger, notes, nodes, agenda);
        setSettings(settings);
    }

    /**
     * New settings. They reach a Service when it is next {@link #update updated}. Objects that no Service wants are marked
     * as changed: the settings decide whether they stay.
     */
    public void setSettings(Settings settings) {
        this.settings = settings;
        ownership.setSettings(settings);
        nodes.setUsed(settings.cutsLostNodes());
        agenda.add(unwanted());
        updateNodeFilter();
    }

    Settings settings() {
        return settings;
    }

    /**
     * The node as it is now. It reaches a Service when it is next {@link #update updated}. If its addresses change, objects
     * that no Service wants are marked as changed: the addresses decide whether they are ours. If a node is lost, so are the
     * virtual servers with a draining server.
     */
    public void setNode(NodeView node) {
        boolean isMoved = !node.addresses().equals(this.node.addresses());
        boolean isOtherLost = !node.lostNodes().equals(this.node.lostNodes());
        this.node = node;
        ownership.setNode(node);
        nodes.setLost(node.lostNodes());
        if (isMoved) {
            agenda.add(unwanted());
        }
        if (isOtherLost) {
            agenda.add(ChangedObjects.of(drains.virtualServers()));
        }
        updateNodeFilter();
    }

    private void updateNodeFilter() {
        nodeFilter = NodeFilterConfigs.of(node, settings);
        agenda.add(ChangedObjects.of(new KernelObject.NodeFilter()));
    }

    /**
     * Takes over the Services that changed, and those of which the addresses depend on them. Returns all of them in their
     * latest state.
     */
    public List<ServiceView> updateFrom(ChangeTracker tracker) {
        return updates.from(tracker, node, settings);
    }

    /** Takes over the latest state of these Services. */
    void update(Collection<ServiceView> services) {
        updates.take(services, node, settings);
    }

    /**
     * Takes over the state that was read from the kernel, and marks everything as changed, except virtual servers of
     * {@link Ownership other programs}.
     */
    public void adopt(KernelState observed) {
        reality.replace(observed);
        drains.adopt(reality);
        if (isProvisional) {
            kept.keepAll();
        }
        compareAll();
        retry();
    }

    private void compareAll() {
        agenda.add(ChangedObjects.of(new KernelObject.NodeFilter()));
        ledger.forEach(agenda::add);
        agenda.add(unwanted());
    }

    /**
     * Whether the Services are those of an earlier run. What the kernel has at the next {@link #adopt} then stays as it is,
     * until the present Services are known and everything is compared.
     */
    public void setProvisional(boolean provisional) {
        if (isProvisional && !provisional) {
            kept.release();
            compareAll();
        }
        isProvisional = provisional;
    }

    /** All objects of ours in the kernel that no Service wants. The plan decides which of them stay. */
    private ChangedObjects unwanted() {
        ChangedObjects unwanted = new ChangedObjects();
        unwanted.addAll(drains.virtualServers());
        unwanted.addVips(reality.vips());
        unwanted.addVips(reality.filter().addresses(AddressSet.VIPS));
        unwanted.addHairpins(reality.filter().addresses(AddressSet.HAIRPINS));
        unwanted.addAll(reality.filter().admissions());
        reality.virtualServers().stream().filter(ownership::isOurs).forEach(unwanted::add);
        unwanted.removeIf(ledger::wants);
        return unwanted;
    }

    /** Marks objects of ours as changed. */
    public void compare(ChangedObjects ours) {
        agenda.add(ours);
    }

    /** These flows are forgotten by the next plan. */
    public void forget(List<FlowOp.ForgetFlows> flows) {
        staleFlows.addAll(flows);
    }

    /**
     * Marks objects as changed that another program changed, except virtual servers of {@link Ownership other programs}.
     */
    public void repair(ChangedObjects differing) {
        ChangedObjects ours = new ChangedObjects();
        ours.addAll(differing);
        ours.removeIf(object -> !ledger.wants(object)
                && object.asVirtualServer()
                        .filter(key -> !ownership.isOurs(key))
                        .isPresent());
        agenda.addSeparately(ours);
    }

    /** Whether an earlier round failed to make an operation that is still missing. */
    public boolean isPending() {
        return !pending.isEmpty();
    }

    /** The Services of which objects wait for a plan; a copy. */
    public Set<ServiceName> waitingServices() {
        return agenda.services();
    }

    /** The objects of failed operations, until the next {@link #retry}; a view. */
    public Set<KernelObject> pending() {
        return pending.all();
    }

    /** The state that the kernel acknowledged. */
    public Reality reality() {
        return reality;
    }

    /** Whether the next plan has operations already, because the last one was full. */
    public boolean isUnfinished() {
        return !agenda.isEmpty() || !staleFlows.isEmpty();
    }

    /** Puts the objects of failed operations into the next plan. */
    public void retry() {
        ChangedObjects again = new ChangedObjects();
        again.addAll(pending);
        agenda.add(again);
        pending.clear();
    }

    /**
     * Counts the connections of the draining servers whose time has come. The next plan drops those without any.
     *
     * @throws KernelUnavailableException when the kernel could not be read
     */
    public void countConnections(Kernel kernel, Instant now) {
        agenda.add(ChangedObjects.of(drains.countConnections(kernel, reality, now)));
    }

    /** The schedulers that Services choose. */
    Schedulers schedulers() {
        return updates.schedulers();
    }

    /** The health checks of servers. */
    Checking checks() {
        return updates.checks();
    }

    /** The servers that drain. */
    public Drains drains() {
        return drains;
    }

    /** The nodes of the endpoints. */
    public EndpointNodes nodes() {
        return nodes;
    }

    /** The wishes of Services that are not fulfilled. */
    public ServiceNotes notes() {
        return notes;
    }

    /** The state for readers. */
    public Inspection inspection() {
        return new Inspection(ledger, reality, drains, notes, ownership);
    }

    /** The state after a round. */
    public RoundReport.State state() {
        return new RoundReport.State(
                reality.virtualServerCount(),
                reality.realServerCount(),
                drains.count(),
                agenda.size(),
                pending.size(),
                notes.refusedByReason(),
                notes.ignoredCount(),
                isProvisional);
    }

    /** The operations that bring every changed object to the desired state. Planning changes nothing. */
    public Plan plan(Instant now) {
        Agenda.Portion next = agenda.next();
        return planner.plan(
                next.objects(), new Planner.Terms(nodeFilter, settings.drainTimeout(), now, staleFlows, next.isAll()));
    }

    Planner planner() {
        return planner;
    }

    /**
     * Carries out a plan from {@link #plan}. A failed operation stays pending until {@link #retry} or {@link #adopt}.
     *
     * @throws KernelUnavailableException when the connection to the kernel broke: all objects of the plan are pending, and
     *     which of its operations were made is unknown
     */
    public ApplyReport apply(Plan plan, Kernel kernel) {
        Execution execution = new Execution(kernel, reality, ledger);
        try {
            plan.exchanges().forEach(execution::make);
        } catch (KernelUnavailableException e) {
            pending.addAll(plan.objects());
            throw e;
        } finally {
            agenda.planned();
            staleFlows.clear();
            reality.forgetPauses();
            plan.draining().forEach((key, servers) -> planned(key, servers, plan.time()));
            drains.forgetCounts();
        }
        agenda.addLast(ChangedObjects.of(plan.later()));
        if (agenda.isEmpty()) {
            nodes.forgetFormer(reality);
        }
        ApplyReport report = execution.report();
        report.failures().forEach(failure -> pending.add(failure.op().object()));
        return report;
    }

    private void planned(VirtualServer.Key key, Set<RealServer.Key> draining, Instant time) {
        Optional<Frontend> wanted = ledger.wanted(key);
        drains.set(key, present(key, draining), time);
        drains.keepLimit(wanted, key, reality);
        reality.settle(key, wanted);
    }

    private Set<RealServer.Key> present(VirtualServer.Key key, Set<RealServer.Key> servers) {
        Set<RealServer.Key> present = new HashSet<>(servers);
        present.retainAll(reality.realServers(key).keySet());
        return present;
    }
}
