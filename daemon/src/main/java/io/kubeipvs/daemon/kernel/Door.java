package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.KernelOp;

/** Through which part of the kernel an operation is made. */
enum Door {
    IPVS,
    VIPS,
    FILTER,
    FLOWS;

    static Door of(KernelOp operation) {
        if (operation instanceof FilterOp) {
            return FILTER;
        }
        if (operation instanceof KernelOp.ForgetFlows) {
            return FLOWS;
        }
        return operation instanceof KernelOp.OnVip ? VIPS : IPVS;
    }
}
