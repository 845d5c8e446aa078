package io.kubeipvs.daemon.sync;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.model.Family;
import java.util.EnumSet;
import java.util.Set;

/** Which families an operation is about. */
final class FamilyOf {
    private FamilyOf() {}

    static Set<Family> operation(KernelOp op) {
        if (op instanceof KernelOp.OnVirtualServer on) {
            return EnumSet.of(on.virtualServer().vip().family());
        }
        if (op instanceof KernelOp.OnVip on) {
            return EnumSet.of(on.vip().family());
        }
        if (op instanceof KernelOp.ForgetFlows forget) {
            return EnumSet.of(forget.virtualServer().vip().family());
        }
        if (op instanceof FilterOp.PutAddress put) {
            return EnumSet.of(put.address().family());
        }
        if (op instanceof FilterOp.DropAddress drop) {
            return EnumSet.of(drop.address().family());
        }
        return EnumSet.allOf(Family.class);
    }
}
