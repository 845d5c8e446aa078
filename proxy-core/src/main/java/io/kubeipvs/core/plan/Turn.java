package io.kubeipvs.core.plan;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp.DropAdmission;
import io.kubeipvs.core.kernel.FilterOp.PutAdmission;
import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.List;
import java.util.Optional;

/**
 * When the packet filter is told of another admission. It opens once there are servers to be led to, and closes before
 * they go. And while a virtual server changes between one list of endpoints for all and one for each side, nobody's
 * packets may leave unmasqueraded for another node, nor find nothing: in between, those inside have the list of their
 * own and those outside are masqueraded ({@link Admission.Kind#TURNING}).
 *
 * @param key the virtual server
 * @param isVip whether its address is one that is closed but for what is admitted; else it is one of the node's, which
 *     is open unless the filter says something
 * @param isServing whether the virtual server is in the kernel already
 */
record Turn(VirtualServer.Key key, boolean isVip, boolean isServing) {
    List<KernelOp> operations(Optional<Admission> before, Optional<Admission> after) {
        if (before.equals(after)) {
            return List.of();
        }
        if (after.isEmpty()) {
            return List.of(new DropAdmission(key, before.get(), isVip ? Phase.TURN : Phase.RETIRE));
        }
        return before.isEmpty() ? first(after.get()) : change(before.get(), after.get());
    }

    /**
     * What is served without our having said a word, as after another proxy, must not be closed on the way; those inside
     * go on with what they had until there is more for them.
     */
    private List<KernelOp> first(Admission after) {
        if (isServing && after.insideMark() != 0) {
            Admission unmarked = new Admission(after.kind(), 0, after.sources());
            return List.of(
                    new PutAdmission(key, Optional.empty(), unmarked, Phase.ADMIT),
                    new PutAdmission(key, Optional.of(unmarked), after, Phase.TURN));
        }
        Phase phase = isVip && !isServing ? Phase.TURN : Phase.ADMIT;
        return List.of(new PutAdmission(key, Optional.empty(), after, phase));
    }

    private List<KernelOp> change(Admission before, Admission after) {
        boolean splits = after.kind().isSplit();
        boolean wasInterrupted = before.kind() == Admission.Kind.TURNING;
        if (splits && isWhole(before)) {
            return inTwo(before, Phase.TURN, after.as(Admission.Kind.TURNING), after, Phase.RETIRE);
        }
        if (before.kind().isSplit() && isWhole(after) && !wasInterrupted) {
            return inTwo(before, Phase.ADMIT, before.as(Admission.Kind.TURNING), after, Phase.TURN);
        }
        Phase phase = splits && wasInterrupted ? Phase.RETIRE : Phase.TURN;
        return List.of(new PutAdmission(key, Optional.of(before), after, phase));
    }

    /** Whether all askers get the same endpoints. */
    private static boolean isWhole(Admission admission) {
        return admission.kind() == Admission.Kind.CLUSTER || admission.kind() == Admission.Kind.EXTERNAL;
    }

    private List<KernelOp> inTwo(Admission before, Phase soon, Admission between, Admission after, Phase late) {
        return List.of(
                new PutAdmission(key, Optional.of(before), between, soon),
                new PutAdmission(key, Optional.of(between), after, late));
    }
}
