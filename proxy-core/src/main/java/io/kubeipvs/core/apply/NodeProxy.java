package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.NodeChange;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The proxy of one node without threads and clock: takes what changed, works in rounds, and decides when the next round is
 * due. Used by one thread, except for the tracker.
 */
public final class NodeProxy {
    private final ChangeTracker tracker;
    private final Reconciler reconciler;
    private final Cadence cadence;
    private NodeView node = NodeView.UNKNOWN;
    /** Whether the last round left nothing to do: then a difference that an audit finds is drift. */
    private boolean isSettled;

    /** @param auditPeriod the time between two readings of the kernel */
    public NodeProxy(ChangeTracker tracker, Settings settings, Duration auditPeriod) {
        this.tracker = tracker;
        this.reconciler = new Reconciler(settings);
        this.cadence = new Cadence(auditPeriod);
    }

    /** The node from now on. The Services that the change can concern are updated in the next round. */
    public void changeNode(NodeView next) {
        tracker.markDirty(new NodeChange(node, next)::concerns);
        reconciler.setNode(next);
        node = next;
        isSettled = false;
    }

    /** The settings from now on. All Services are updated in the next round. */
    public void changeSettings(Settings settings) {
        reconciler.setSettings(settings);
        tracker.markAllDirty();
        isSettled = false;
    }

    /** The time between two readings of the kernel, from now on. */
    public void changeAuditPeriod(Duration period, Instant now) {
        cadence.changeAuditPeriod(period, now);
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
        return tracker.isComplete() && !node.equals(NodeView.UNKNOWN);
    }

    /** When the next round is due if nothing changes before. */
    public Instant next() {
        Instant count = reconciler.drains().nextCount();
        return cadence.next().isBefore(count) ? cadence.next() : count;
    }

    /** The Services that changed since the last call. They are part of the next {@link #round}. */
    public List<ServiceView> takeChanged() {
        List<ServiceView> services = tracker.takeDirty();
        reconciler.update(services);
        isSettled &= services.isEmpty();
        return services;
    }

    /** One round: reads the kernel and counts connections if that is due, plans, and applies the plan. */
    public RoundReport round(Kernel kernel, Instant now) {
        boolean isAudit = cadence.isAuditDue(now);
        Preparation preparation = Preparation.CLEAN;
        try {
            if (isAudit) {
                preparation = kernel.prepare();
                reconciler.adopt(kernel.observe());
                cadence.audited(now);
            }
            if (reconciler.drains().isCountDue(now)) {
                reconciler.drains().beginCount();
                reconciler.countConnections(kernel);
            }
            if (cadence.isRetryDue(now)) {
                reconciler.retry();
            }
            ApplyReport applied = reconciler.apply(reconciler.plan(now), kernel);
            List<ApplyReport.Result> drift = isAudit && isSettled ? applied.results() : List.of();
            isSettled = applied.failures().isEmpty() && reconciler.drains().count() == 0;
            return new RoundReport(
                    Optional.empty(),
                    isAudit,
                    preparation,
                    applied,
                    drift,
                    reconciler.notes().takeChanges(),
                    reconciler.state());
        } catch (KernelUnavailableException e) {
            isSettled = false;
            return new RoundReport(
                    Optional.of(e.problem()),
                    false,
                    Preparation.CLEAN,
                    ApplyReport.NOTHING,
                    List.of(),
                    reconciler.notes().takeChanges(),
                    reconciler.state());
        }
    }

    /** Decides after a round when the next one is due. Returns whether it is due at once, because the plan was full. */
    public boolean schedule(RoundReport report, Instant now) {
        ApplyReport applied = report.applied();
        if (report.failure().isPresent()) {
            cadence.failed(now, true);
            return false;
        }
        reconciler.drains().scheduleCount(now);
        if (applied.hasSurprise() || !applied.failures().isEmpty()) {
            cadence.failed(now, applied.hasSurprise());
        } else if (!reconciler.isPending()) {
            cadence.settled();
        }
        return reconciler.isUnfinished();
    }
}
