package io.kubeipvs.core.apply;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.kernel.VirtualServer;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.plan.Plan;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether what an operation of a plan needs is in the kernel. In a plan that goes well it always is; when an earlier
 * operation was refused, this keeps the later ones from failing in its wake or from doing harm.
 */
final class Prerequisites {
    private final Reality reality;
    private final Set<VirtualServer.Key> dropped;

    Prerequisites(Reality reality, Plan plan) {
        this.reality = reality;
        this.dropped = plan.operations().stream()
                .filter(KernelOp.DropVirtualServer.class::isInstance)
                .map(op -> ((KernelOp.DropVirtualServer) op).virtualServer())
                .collect(Collectors.toSet());
    }

    boolean areMet(KernelOp op) {
        if (op instanceof KernelOp.AddRealServer add) {
            return reality.virtualServer(add.virtualServer()).isPresent();
        }
        if (op instanceof KernelOp.BindVip bind) {
            return !reality.virtualServersOf(bind.vip()).isEmpty();
        }
        if (op instanceof KernelOp.DropVirtualServer drop) {
            return staysCovered(drop.virtualServer().vip());
        }
        return true;
    }

    /** A bound address with no virtual server on it would expose the node's own ports. */
    private boolean staysCovered(Ip vip) {
        return !reality.isBound(vip) || !dropped.containsAll(reality.virtualServersOf(vip));
    }
}
