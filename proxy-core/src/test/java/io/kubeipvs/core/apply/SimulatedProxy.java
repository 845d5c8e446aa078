package io.kubeipvs.core.apply;

import io.kubeipvs.core.Events;
import io.kubeipvs.core.Events.Event;
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

/** One running proxy, the kernel that it drives, and a clock that a test moves. */
final class SimulatedProxy {
    final ChangeTracker tracker = new ChangeTracker(() -> {});
    final Reconciler reconciler;
    final FakeKernel kernel;
    private final NodeProxy proxy;
    private Instant now = Instant.parse("2026-01-01T12:00:00Z");
    private Instant counted = now;

    SimulatedProxy(FakeKernel kernel, Settings settings) {
        this(kernel, new Reconciler(settings));
    }

    SimulatedProxy(FakeKernel kernel, Reconciler reconciler) {
        this.kernel = kernel;
        this.proxy = new NodeProxy(tracker, reconciler, Duration.ofHours(1));
        this.reconciler = proxy.reconciler();
    }

    /** The end state of an empty kernel after the last event of each object only. */
    static KernelState freshStart(List<Event> events, Settings settings) {
        return new SimulatedProxy(new FakeKernel(), settings)
                .apply(Events.lastWords(events))
                .settled();
    }

    SimulatedProxy apply(List<Event> events) {
        for (Event event : events) {
            event.apply(tracker);
            event.node().ifPresent(proxy::changeNode);
        }
        return this;
    }

    /** Works with these Services of an earlier run. */
    void useLastKnown(ChangeTracker services) {
        proxy.useLastKnown(services);
    }

    /** Takes over the kernel's state. */
    SimulatedProxy adopted() {
        proxy.takeChanged();
        reconciler.adopt(kernel.observe());
        return this;
    }

    /** The events are listed, and work continues with them instead of the Services of an earlier run. */
    void useListed(List<Event> events) {
        apply(events);
        proxy.useListed();
        proxy.takeChanged();
    }

    void changeNode(NodeView node) {
        proxy.changeNode(node);
    }

    NodeView node() {
        return proxy.node();
    }

    void changeSettings(Settings settings) {
        proxy.changeSettings(settings);
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Plan plan() {
        return reconciler.plan(now);
    }

    /** The operations of {@link #plan} in a possible order: those of one step in any order. */
    List<KernelOp> operations(Random random) {
        List<KernelOp> operations = new ArrayList<>();
        for (Plan.Step step : plan().steps()) {
            List<KernelOp> shuffled = new ArrayList<>(step.operations());
            Collections.shuffle(shuffled, random);
            operations.addAll(shuffled);
        }
        return operations;
    }

    ApplyReport round() {
        reconciler.updateFrom(tracker);
        return reconciler.apply(plan(), kernel);
    }

    /** A round that counts the connections of all draining servers first. */
    ApplyReport countingRound() {
        countConnections();
        return round();
    }

    /** Counts at a time when every virtual server is due. */
    void countConnections() {
        counted = (counted.isAfter(now) ? counted : now).plusSeconds(31);
        reconciler.countConnections(kernel, counted);
    }

    /** Reads the kernel and brings it to the desired state, except for servers that have connections. */
    KernelState settled() {
        reconciler.updateFrom(tracker);
        reconciler.adopt(kernel.observe());
        round();
        return drained();
    }

    /** The state after draining servers without connections were dropped. */
    KernelState drained() {
        countingRound();
        return kernel.observe();
    }
}
