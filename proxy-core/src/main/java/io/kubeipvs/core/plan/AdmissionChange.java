package io.kubeipvs.core.plan;

import io.kubeipvs.core.kernel.Admission;
import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.FilterOp.DropAdmission;
import io.kubeipvs.core.kernel.FilterOp.PutAdmission;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.kernel.VirtualServer;
import java.util.List;
import java.util.Optional;

/**
 * How the admission of a virtual server changes under traffic. It opens once real servers exist for it, and closes before
 * they go. Between one list of endpoints for all clients and one list for each side, no packet may leave unmasqueraded for
 * another node and no client may find no endpoint. So there is a state in between ({@link Admission.Kind#TRANSITION}):
 * in-cluster clients have their own list, and external clients are masqueraded.
 *
 * @param key the virtual server
 * @param isVip whether its address is closed except for admitted ports; else it is an address of the node, which is open
 *     unless the filter has an admission for the port
 * @param isServing whether the kernel has the virtual server already
 */
record AdmissionChange(VirtualServer.Key key, boolean isVip, boolean isServing) {
    List<FilterOp> operations(Optional<Admission> before, Optional<Admission> after) {
        if (before.equals(after)) {
            return List.of();
        }
        if (after.isEmpty()) {
            Phase phase = isVip ? Phase.CHANGE_ADMISSIONS : Phase.CLEAN_UP_FILTER;
            return List.of(new DropAdmission(key, before.get(), phase));
        }
        return before.isEmpty() ? first(after.get()) : change(before.get(), after.get());
    }

    /**
     * A virtual server that exists without an admission, as after another proxy, must not be closed on the way. In-cluster
     * clients use it until their own exists.
     */
    private List<FilterOp> first(Admission after) {
        if (isServing && after.inClusterMark() != 0) {
            Admission unmarked = after.unmarked();
            return List.of(
                    new PutAdmission(key, Optional.empty(), unmarked, Phase.ADMIT),
                    new PutAdmission(key, Optional.of(unmarked), after, Phase.CHANGE_ADMISSIONS));
        }
        Phase phase = isVip && !isServing ? Phase.CHANGE_ADMISSIONS : Phase.ADMIT;
        return List.of(new PutAdmission(key, Optional.empty(), after, phase));
    }

    private List<FilterOp> change(Admission before, Admission after) {
        boolean splits = after.kind().isSplit();
        boolean wasInterrupted = before.kind() == Admission.Kind.TRANSITION;
        if (splits && isWhole(before)) {
            Admission between = after.as(Admission.Kind.TRANSITION);
            return inTwo(before, Phase.CHANGE_ADMISSIONS, between, after, Phase.CLEAN_UP_FILTER);
        }
        if (before.kind().isSplit() && isWhole(after) && !wasInterrupted) {
            Admission between = before.as(Admission.Kind.TRANSITION);
            return inTwo(before, Phase.ADMIT, between, after, Phase.CHANGE_ADMISSIONS);
        }
        Phase phase = splits && wasInterrupted ? Phase.CLEAN_UP_FILTER : Phase.CHANGE_ADMISSIONS;
        return List.of(new PutAdmission(key, Optional.of(before), after, phase));
    }

    /** Whether all clients get the same endpoints. */
    private static boolean isWhole(Admission admission) {
        return admission.kind() == Admission.Kind.CLUSTER || admission.kind() == Admission.Kind.EXTERNAL;
    }

    private List<FilterOp> inTwo(Admission before, Phase soon, Admission between, Admission after, Phase late) {
        return List.of(
                new PutAdmission(key, Optional.of(before), between, soon),
                new PutAdmission(key, Optional.of(between), after, late));
    }
}
