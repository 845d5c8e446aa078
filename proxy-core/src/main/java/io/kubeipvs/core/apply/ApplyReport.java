package io.kubeipvs.core.apply;

import io.kubeipvs.core.kernel.KernelOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.core.kernel.Phase;
import io.kubeipvs.core.model.Protocol;
import java.util.List;

/**
 * The results of a plan.
 *
 * @param results one for each operation of the plan, in the order in which they were made
 */
public record ApplyReport(List<Result> results) {
    /** The report of a plan without operations. */
    public static final ApplyReport NOTHING = new ApplyReport(List.of());

    /**
     * One operation and its outcome.
     *
     * @param exchange operations of one plan with the same number were sent together; 0 = first
     */
    public record Result(KernelOp op, Outcome outcome, int exchange) {
        /** Whether a UDP virtual server is new: a client that sent packets before has a flow that leads nowhere. */
        boolean isNewForUdpClients() {
            return op.phase() == Phase.PUT_VIRTUAL_SERVERS
                    && op.object()
                            .asVirtualServer()
                            .filter(key -> key.protocol() == Protocol.UDP)
                            .isPresent();
        }
    }

    public ApplyReport {
        results = List.copyOf(results);
    }

    /** The operations after which the kernel is not known to be as wanted. */
    public List<Result> failures() {
        return results.stream().filter(r -> !r.outcome().isDone()).toList();
    }

    /** Whether the outcome of an operation is unknown. */
    public boolean hasLost() {
        return results.stream().anyMatch(r -> r.outcome() instanceof Outcome.Lost);
    }

    /** Whether an outcome shows that our picture of the kernel is wrong or uncertain. */
    public boolean hasSurprise() {
        return results.stream().anyMatch(r -> r.outcome().isSurprise());
    }
}
