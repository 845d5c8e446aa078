package io.kubeipvs.core.apply;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
import io.kubeipvs.core.desire.NodeChange;
import io.kubeipvs.core.kernel.FakeKernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.model.NodeView;
import io.kubeipvs.core.model.Settings;
import io.kubeipvs.core.plan.Plan;
import io.kubeipvs.core.track.ChangeTracker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** One running proxy: tracker, reconciler, the kernel that it drives, and a time that passes when told. */
final class SimulatedProxy {
    final ChangeTracker tracker = new ChangeTracker(() -> {});
    final Reconciler reconciler;
    final FakeKernel kernel;
    NodeView node = NodeView.UNKNOWN;
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");

    SimulatedProxy(FakeKernel kernel, Settings settings) {
        this.kernel = kernel;
        this.reconciler = new Reconciler(settings);
    }

    /** What the kernel ends with when it was empty at first and is told the last word on each object only. */
    static KernelState freshStart(List<Event> events, Settings settings) {
        return new SimulatedProxy(new FakeKernel(), settings)
                .tell(Events.lastWords(events))
                .settled();
    }

    SimulatedProxy tell(List<Event> events) {
        for (Event event : events) {
            event.tell(tracker);
            event.node().ifPresent(this::changeNode);
        }
        return this;
    }

    private void changeNode(NodeView next) {
        tracker.markDirty(new NodeChange(node, next)::concerns);
        reconciler.setNode(next);
        node = next;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Plan plan() {
        return reconciler.plan(now);
    }

    /** What {@link #plan} makes, in an order in which the kernel might: those of one phase in any. */
    List<KernelOp> operations(Random random) {
        List<KernelOp> operations = new ArrayList<>();
        for (List<KernelOp> phase : plan().phases().values()) {
            List<KernelOp> shuffled = new ArrayList<>(phase);
            Collections.shuffle(shuffled, random);
            operations.addAll(shuffled);
        }
        return operations;
    }

    ApplyReport round() {
        reconciler.update(tracker.takeDirty());
        return reconciler.apply(plan(), kernel);
    }

    /** A round that counts connections first. */
    ApplyReport countingRound() {
        reconciler.countConnections(kernel);
        return round();
    }

    /** Reads the kernel and makes it as it is wanted, but for servers that have connections. */
    KernelState settled() {
        reconciler.update(tracker.takeDirty());
        reconciler.adopt(kernel.observe());
        round();
        return drained();
    }

    /** What is left when the servers that drain and have no connections are gone. */
    KernelState drained() {
        countingRound();
        return kernel.observe();
    }
}
