package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.KernelOp;

/** Through which part of the kernel an operation is made. */
public enum Subsystem {
    /** Virtual servers and their real servers. */
    IPVS,
    /** Addresses of the dummy link. */
    VIPS,
    /** Our tables of nf_tables. */
    FILTER,
    /** What conntrack remembers. */
    FLOWS;

    /** That of this operation. */
    public static Subsystem of(KernelOp operation) {
        if (operation instanceof FilterOp) {
            return FILTER;
        }
        if (operation instanceof KernelOp.ForgetFlows) {
            return FLOWS;
        }
        return operation instanceof KernelOp.OnVip ? VIPS : IPVS;
    }
}
