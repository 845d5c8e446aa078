package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.apply.ApplyReport;
import io.kubeipvs.core.apply.Cadence;
import io.kubeipvs.core.apply.Reconciler;
import io.kubeipvs.core.desire.NodeChange;
import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelUnavailableException;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.track.ChangeTracker;
import io.kubeipvs.core.track.ServiceView;
import io.kubeipvs.daemon.config.Config;
import io.kubeipvs.daemon.config.NodeTuning;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;

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
    private final AtomicReference<NodeView> newNode = new AtomicReference<>();
    private final SyncLog log = new SyncLog();

    /** What changed and may not be in the kernel, because that could not be reached. */
    private final Map<ServiceName, ServiceView> untold = new LinkedHashMap<>();

    private final Supplier<Config> inForce;
    private final Consumer<NodeTuning> nodeSettings;
    private Optional<Config> config = Optional.empty();
    private NodeView node = NodeView.UNKNOWN;

    /** What a loop works on and with. */
    public record Parts(
            ChangeTracker tracker, Reconciler reconciler, Kernel kernel, Trigger trigger, Cadence cadence) {}

    /**
     * @param inForce the configuration, which takes effect with the next round after a poke of the trigger
     * @param nodeSettings applies kernel settings of the node; called on the sync thread
     */
    public SyncLoop(
            Parts parts,
            Supplier<Config> inForce,
            Consumer<NodeTuning> nodeSettings,
            InstantSource clock,
            SyncListener listener) {
        this.tracker = parts.tracker();
        this.reconciler = parts.reconciler();
        this.kernel = parts.kernel();
        this.trigger = parts.trigger();
        this.cadence = parts.cadence();
        this.inForce = inForce;
        this.nodeSettings = nodeSettings;
        this.clock = clock;
        this.listener = listener;
    }

    /** The node as it is from the next round on; nothing is programmed before. Safe to call from any thread. */
    public void changeNode(NodeView node) {
        newNode.set(node);
        trigger.poke();
    }

    /** Works on the calling thread until the trigger is closed; a round that has begun is finished. */
    public void run() throws InterruptedException {
        takeConfig();
        while (trigger.await(untilNext())) {
            takeConfig();
            if (isReady()) {
                round();
                trigger.rest(inForce.get().pace().minSyncPeriod());
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

    /** Takes over a new configuration; all that touches the kernel is applied here, on the sync thread. */
    private void takeConfig() {
        Config next = inForce.get();
        if (config.equals(Optional.of(next))) {
            return;
        }
        cadence.changeAuditPeriod(next.pace().syncPeriod(), clock.instant());
        nodeSettings.accept(next.tuning());
        if (!config.map(Config::settings).equals(Optional.of(next.settings()))) {
            reconciler.setSettings(next.settings());
            tracker.markAllDirty();
        }
        config = Optional.of(next);
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
