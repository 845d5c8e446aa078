package io.kubeipvs.it.support;

import io.kubeipvs.core.kernel.Kernel;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.KernelState;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Preparation;
import io.kubeipvs.core.kernel.RealServer;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Scheduler;
import java.util.List;
import java.util.Map;

/**
 * The kernel of a namespace. Its sockets are opened when it is prepared or observed, and anew after a loss: that happens
 * in the namespace.
 */
public record KernelInNamespace(KernelNamespace namespace, Kernel kernel) implements Kernel {
    @Override
    public Preparation prepare() {
        return namespace.get(kernel::prepare);
    }

    @Override
    public KernelState observe() {
        return namespace.get(kernel::observe);
    }

    @Override
    public Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer) {
        return kernel.connections(virtualServer);
    }

    @Override
    public boolean has(Scheduler scheduler) {
        return kernel.has(scheduler);
    }

    @Override
    public List<Outcome> apply(List<KernelOp> operations) {
        return kernel.apply(operations);
    }
}
