package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.NodeChange;
import io.kubeipvs.core.drain.Drains;
import io.kubeipvs.core.drain.EndpointNodes;
import io.kubeipvs.core.explain.Explanations;
import io.kubeipvs.core.explain.PacketQuestion;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.Problem;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Options;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.ServiceSpec;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.servercheck.CheckResult;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The proxy of one node without threads and clock: takes what changed, works in rounds, and decides when the next round is
 * due. Used by one thread, except for the tracker.
 */
public final class NodeProxy {
    private final ChangeTracker tracker;
    private final Reconciler reconciler;
    private final Cadence cadence;
    private final Auditing auditing;
    private NodeView node = NodeView.UNKNOWN;
    /** The node with options that may not be allowed. */
    private NodeView received = NodeView.UNKNOWN;

    private Optional<KernelState> read = Optional.empty();
    private Optional<Preparation> firstPreparation = Optional.empty();
    private Optional<ChangeTracker> ofEarlierRun = Optional.empty();

    /** @param period the time between two preparations of the kernel, and between two passes of the audit */
    public NodeProxy(ChangeTracker tracker, Settings settings, Duration period) {
        this(tracker, new Reconciler(settings), period);
    }

    NodeProxy(ChangeTracker tracker, Reconciler reconciler, Duration period) {
        this.tracker = tracker;
        tracker.allowOptions(reconciler.settings().allowedOptions());
        this.reconciler = reconciler;
        this.cadence = new Cadence(period);
        this.auditing = new Auditing(reconciler, cadence, period);
    }

    /** The node from now on. The Services that the change can concern are updated in the next round. */
    public void changeNode(NodeView next) {
        received = next;
        NodeView before = node;
        node = next.inForce(reconciler.settings().allowedOptions());
        inForce().markDirty(new NodeChange(before, node, reconciler.settings().nodePortAddresses())::concerns);
        reconciler.setNode(node);
    }

    /** The settings from now on. All Services are updated in the next round. */
    public void changeSettings(Settings settings) {
        reconciler.setSettings(settings);
        tracker.allowOptions(settings.allowedOptions());
        inForce().allowOptions(settings.allowedOptions());
        inForce().markAllDirty();
        changeNode(received);
    }

    /** Servers became unhealthy or healthy. The Services that use them are updated in the next round. */
    public void checked(Collection<CheckResult> results) {
        reconciler.checks().take(results, inForce());
    }

    /** The Services in force: the present ones, or those of an earlier run. */
    public ChangeTracker inForce() {
        return ofEarlierRun.orElse(tracker);
    }

    /**
     * Works with the Services of an earlier run until {@link #useListed}. What the kernel has stays as it is meanwhile, and
     * what it lacks is added. Nothing happens if the first round began already.
     *
     * @param services those of the earlier run, which do not change
     */
    public void useLastKnown(ChangeTracker services) {
        if (!auditing.hasBegun()) {
            services.allowOptions(reconciler.settings().allowedOptions());
            ofEarlierRun = Optional.of(services);
            reconciler.setProvisional(true);
        }
    }

    /** Whether it works with the Services of an earlier run. */
    public boolean isProvisional() {
        return ofEarlierRun.isPresent();
    }

    /** Works with the present Services from now on. Everything is compared in the next rounds. */
    public void useListed() {
        ofEarlierRun.ifPresent(earlier -> {
            tracker.markDirty(earlier.services().stream().map(ServiceSpec::name).toList());
            ofEarlierRun = Optional.empty();
            reconciler.checks().handOver(tracker);
            reconciler.setProvisional(false);
        });
    }

    /** The drains. */
    public Drains drains() {
        return reconciler.drains();
    }

    /** The nodes of the endpoints, as far as the settings make them necessary. */
    public EndpointNodes nodes() {
        return reconciler.nodes();
    }

    /** The time between two preparations of the kernel, and between two passes of the audit, from now on. */
    public void changePeriod(Duration period, Instant now) {
        cadence.changePeriod(period, now);
        auditing.audit().setPeriod(period);
    }

    /** The state for readers, between two rounds. */
    public Inspection inspection() {
        return reconciler.inspection();
    }

    Reconciler reconciler() {
        return reconciler;
    }

    /** The node as it is known now. */
    public NodeView node() {
        return node;
    }

    /**
     * Whether rounds may begin: all Services and slices were listed once, and the node is known. Before, a missing object
     * may only be one that was not read yet.
     */
    public boolean isReady() {
        return inForce().isComplete() && node.isKnown();
    }

    /** When the next round is due if nothing changes before. */
    public Instant next() {
        Instant count = reconciler.drains().nextCount();
        return cadence.next().isBefore(count) ? cadence.next() : count;
    }

    /** The Services that changed since the last call. They are part of the next {@link #round}. */
    public List<ServiceView> takeChanged() {
        return reconciler.updateFrom(inForce());
    }

    /** The Services that changed and that no round has taken yet, because earlier rounds were full. */
    public Set<ServiceName> waitingServices() {
        return reconciler.waitingServices();
    }

    /**
     * Prepares and reads the whole kernel before the first round, for instance while Services are still listed. Without
     * this call the first round does it.
     *
     * @throws KernelUnavailableException when the kernel could not be read
     */
    public void readFirst(Kernel kernel, Instant now) {
        firstPreparation = Optional.of(kernel.prepare());
        auditing.audit().readWhole(now);
        read = Optional.of(kernel.observe());
        cadence.prepared(now);
    }

    /** One round: prepares the kernel and counts connections if that is due, plans, and applies the plan. */
    public RoundReport round(Kernel kernel, Instant now) {
        Optional<Preparation> preparation = Optional.empty();
        try {
            preparation = prepare(kernel, now);
            askForSchedulers(kernel);
            reconciler.countConnections(kernel, now);
            if (cadence.isRetryDue(now)) {
                reconciler.retry();
            }
            ApplyReport applied = reconciler.apply(reconciler.plan(now), kernel);
            return report(Optional.empty(), preparation, applied, auditing.sent(applied));
        } catch (KernelUnavailableException e) {
            auditing.audit().doubt(reconciler.pending());
            return report(Optional.of(e.problem()), preparation, ApplyReport.NOTHING, List.of());
        }
    }

    /** A Service with a scheduler that turns out to be missing, or to be present again, is updated at once. */
    private void askForSchedulers(Kernel kernel) {
        if (reconciler.schedulers().ask(kernel)) {
            inForce()
                    .markDirty(
                            service -> service.options().get(Options.SCHEDULER).isPresent());
            reconciler.updateFrom(inForce());
        }
    }

    private Optional<Preparation> prepare(Kernel kernel, Instant now) {
        if (!auditing.hasBegun()) {
            if (read.isEmpty()) {
                readFirst(kernel, now);
            }
            reconciler.adopt(read.get());
            read = Optional.empty();
            auditing.begin();
            return firstPreparation;
        }
        return cadence.isPreparationDue(now) ? Optional.of(prepareAgain(kernel, now)) : Optional.empty();
    }

    private Preparation prepareAgain(Kernel kernel, Instant now) {
        Preparation preparation = kernel.prepare();
        cadence.prepared(now);
        reconciler.schedulers().askAgain();
        if (!preparation.repaired().isEmpty()) {
            auditing.audit().suspectVips();
            auditing.audit().suspectFilter();
        }
        return preparation;
    }

    private RoundReport report(
            Optional<Problem> failure,
            Optional<Preparation> preparation,
            ApplyReport applied,
            List<ApplyReport.Result> drift) {
        return new RoundReport(
                failure,
                preparation,
                applied,
                drift,
                reconciler.notes().takeChanges(),
                reconciler.checks().book().takeChanges(),
                reconciler.state());
    }

    /** Decides after a round when the next one is due. Returns whether it is due at once, because the plan was full. */
    public boolean schedule(RoundReport report, Instant now) {
        ApplyReport applied = report.applied();
        if (report.failure().isPresent()) {
            cadence.failed(now, true);
            return false;
        }
        if (!applied.failures().isEmpty()) {
            cadence.failed(now, applied.hasLost());
        } else if (!reconciler.isPending()) {
            cadence.settled();
        }
        return reconciler.isUnfinished();
    }

    /** Explains the packets of a question in the desired state. Changes nothing. */
    public Explanations explain(PacketQuestion question, Instant now) {
        return new Explaining(reconciler, inForce(), node).answer(question, now);
    }

    /** Its part that reads beside the rounds. */
    public Auditing auditing() {
        return auditing;
    }
}
