package io.kubeipvs.core.apply;

import io.kubeipvs.core.desire.Ledger;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Reality;
import io.kubeipvs.core.model.Ip;

/**
 * Whether what an operation needs is in the kernel. In a plan that goes well it always is; when an earlier operation
 * was refused, this keeps the later ones from failing in its wake or from doing harm.
 */
final class Prerequisites {
    private final Ledger ledger;
    private final Reality reality;

    Prerequisites(Ledger ledger, Reality reality) {
        this.ledger = ledger;
        this.reality = reality;
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
        return !reality.isBound(vip)
                || reality.virtualServersOf(vip).stream()
                        .anyMatch(key -> ledger.wanted(key).isPresent());
    }
}
