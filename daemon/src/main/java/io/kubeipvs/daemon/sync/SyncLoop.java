package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.Cadence;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.desire.NodeChange;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The one thread that changes the kernel: waits for something to do, takes what changed, plans, applies. It programs
 * nothing before the Services and the slices were listed once and the node is known, for what is missing until then
 * may only not have been read.
 */
public final class SyncLoop {
    private final ChangeTracker tracker;
    private final Reconciler reconciler;
    private final Kernel kernel;
    private final Trigger trigger;
    private final Cadence cadence;
    private final InstantSource clock;
    private final SyncListener listener;
    private final AtomicReference<Settings> newSettings = new AtomicReference<>();
    private final AtomicReference<NodeView> newNode = new AtomicReference<>();
    private final AtomicReference<Duration> newAuditPeriod = new AtomicReference<>();
    private final SyncLog log = new SyncLog();

    /** What changed and may not be in the kernel, because that could not be reached. */
    private final Map<ServiceName, ServiceView> untold = new LinkedHashMap<>();

    private volatile Duration leastPause = Duration.ZERO;
    private NodeView node = NodeView.UNKNOWN;

    /** What a loop works on and with. */
    public record Parts(
            ChangeTracker tracker, Reconciler reconciler, Kernel kernel, Trigger trigger, Cadence cadence) {}

    public SyncLoop(Parts parts, InstantSource clock, SyncListener listener) {
        this.tracker = parts.tracker();
        this.reconciler = parts.reconciler();
        this.kernel = parts.kernel();
        this.trigger = parts.trigger();
        this.cadence = parts.cadence();
        this.clock = clock;
        this.listener = listener;
    }

    /** New choices of the operator, in force from the next round on. Safe to call from any thread. */
    public void changeSettings(Settings settings) {
        newSettings.set(settings);
        trigger.poke();
    }

    /**
     * How often to act, from now on.
     *
     * @param auditPeriod time between two readings of the kernel
     * @param least least time from the end of a round to the next one, so that many changes become one round; 0 = none
     */
    public void changePace(Duration auditPeriod, Duration least) {
        newAuditPeriod.set(auditPeriod);
        leastPause = least;
        trigger.poke();
    }

    /** The node as it is from the next round on; nothing is programmed before. Safe to call from any thread. */
    public void changeNode(NodeView node) {
        newNode.set(node);
        trigger.poke();
    }

    /** Works on the calling thread until the trigger is closed; a round that has begun is finished. */
    public void run() throws InterruptedException {
        while (trigger.await(untilNext())) {
            if (isReady()) {
                round();
                trigger.rest(leastPause);
            }
        }
    }

    private boolean isReady() {
        return tracker.isComplete() && (!node.equals(NodeView.UNKNOWN) || newNode.get() != null);
    }

    private Duration untilNext() {
        if (!isReady()) {
            return Duration.ofHours(1); // whatever completes it pokes
        }
        Instant now = clock.instant();
        Instant next = cadence.next();
        return next.isAfter(now) ? Duration.between(now, next) : Duration.ZERO;
    }

    private void round() {
        Instant start = clock.instant();
        takePace(start);
        takeSettings();
        takeNode();
        List<ServiceView> changed = tracker.takeDirty();
        reconciler.update(changed);
        changed.forEach(view -> untold.merge(view.name(), view, ServiceView::followedBy));
        try {
            boolean audited = auditIfDue(start);
            countIfDue(start);
            if (cadence.isRetryDue(start)) {
                reconciler.retry();
            }
            log.conflicts(reconciler.conflicts()).forEach(listener::conflict);
            log.refused(reconciler.refused()).forEach(listener::refused);
            listener.refusedNow(reconciler.refused().values());
            log.left(reconciler.left());
            ApplyReport result = reconciler.apply(reconciler.plan(start), kernel);
            SyncReport report = new SyncReport(
                    changed.size(),
                    audited,
                    result,
                    reconciler.drainingServers(),
                    Duration.between(start, clock.instant()));
            log.round(report);
            listener.synced(report);
            listener.holds(reconciler.virtualServers(), reconciler.realServers());
            listener.applied(List.copyOf(untold.values()), node);
            untold.clear();
            pace(result);
        } catch (KernelUnavailableException e) {
            log.unreachable(e.getMessage());
            listener.unreachable();
            cadence.failed(clock.instant(), true);
        }
    }

    private void takePace(Instant now) {
        Duration auditPeriod = newAuditPeriod.getAndSet(null);
        if (auditPeriod != null) {
            cadence.changeAuditPeriod(auditPeriod, now);
        }
    }

    private void takeSettings() {
        Settings settings = newSettings.getAndSet(null);
        if (settings != null) {
            reconciler.setSettings(settings);
            tracker.markAllDirty();
        }
    }

    private void takeNode() {
        NodeView next = newNode.getAndSet(null);
        if (next != null) {
            tracker.markDirty(new NodeChange(node, next)::concerns);
            reconciler.setNode(next);
            node = next;
        }
    }

    private boolean auditIfDue(Instant now) {
        if (!cadence.isAuditDue(now)) {
            return false;
        }
        kernel.prepare();
        reconciler.adopt(kernel.observe());
        cadence.audited(now);
        return true;
    }

    private void countIfDue(Instant now) {
        if (cadence.isCountDue(now)) {
            cadence.counted();
            reconciler.countConnections(kernel);
        }
    }

    private void pace(ApplyReport result) {
        cadence.draining(clock.instant(), reconciler.lastDrainBegun());
        if (result.hasSurprise() || !result.failures().isEmpty()) {
            cadence.failed(clock.instant(), result.hasSurprise());
        } else if (!reconciler.isOwing()) {
            cadence.settled();
        }
        if (reconciler.isUnfinished()) {
            trigger.poke();
        }
    }
}
