package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FlowOp;
import io.kubeipvs.core.kernel.IpvsOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.VipOp;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/** Operations split by subsystem, and their outcomes joined in the original order. */
final class SplitOperations implements KernelOp.Subsystems<Queue<Outcome>> {
    private final Part<IpvsOp> ipvs = new Part<>();
    private final Part<VipOp> vips = new Part<>();
    private final Part<FilterOp> filter = new Part<>();
    private final Part<FlowOp> flows = new Part<>();
    /** For each operation, in their order, where its outcome will come from. */
    private final List<Queue<Outcome>> order = new ArrayList<>();

    /** The operations of one subsystem and their outcomes. */
    private static final class Part<T extends KernelOp> {
        private final List<T> operations = new ArrayList<>();
        private final Queue<Outcome> outcomes = new ArrayDeque<>();

        Queue<Outcome> add(T operation) {
            operations.add(operation);
            return outcomes;
        }

        void apply(Function<List<T>, List<Outcome>> adapter) {
            if (!operations.isEmpty()) {
                outcomes.addAll(adapter.apply(operations));
            }
        }
    }

    SplitOperations(List<KernelOp> operations) {
        operations.forEach(op -> order.add(op.bySubsystem(this)));
    }

    SplitOperations ipvs(Function<List<IpvsOp>, List<Outcome>> adapter) {
        ipvs.apply(adapter);
        return this;
    }

    SplitOperations vips(Function<List<VipOp>, List<Outcome>> adapter) {
        vips.apply(adapter);
        return this;
    }

    SplitOperations filter(Function<List<FilterOp>, List<Outcome>> adapter) {
        filter.apply(adapter);
        return this;
    }

    SplitOperations flows(Function<List<FlowOp>, List<Outcome>> adapter) {
        flows.apply(adapter);
        return this;
    }

    /** One outcome for each operation, in their order. */
    List<Outcome> outcomes() {
        return order.stream().map(Queue::remove).toList();
    }

    @Override
    public Queue<Outcome> ipvs(IpvsOp op) {
        return ipvs.add(op);
    }

    @Override
    public Queue<Outcome> vip(VipOp op) {
        return vips.add(op);
    }

    @Override
    public Queue<Outcome> filter(FilterOp op) {
        return filter.add(op);
    }

    @Override
    public Queue<Outcome> flow(FlowOp op) {
        return flows.add(op);
    }
}
