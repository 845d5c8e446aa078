package io.kubeipvs.core.kernel;

import java.util.List;

/** The single door to the machine. Used by one thread. */
public interface Kernel {
    /**
     * Reads everything. Slow with many Services: for the start, the audit and after a surprise.
     *
     * @throws KernelUnavailableException when it could not be read as a whole
     */
    KernelState observe();

    /**
     * Makes the changes of one phase.
     *
     * @return one outcome for each operation, in their order
     * @throws KernelUnavailableException when the way to the kernel is broken and nothing is known of any of them
     */
    List<Outcome> apply(List<KernelOp> operations);
}
