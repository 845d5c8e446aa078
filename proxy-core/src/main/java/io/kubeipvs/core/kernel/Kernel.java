package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Scheduler;
import java.util.List;
import java.util.Map;

/** The single door to the machine. Used by one thread. */
public interface Kernel {
    /**
     * Creates or repairs what operations need and no Service is about: kernel settings, the dummy link, the tables of the
     * packet filter. Calling it again changes nothing that is as wanted.
     *
     * @throws KernelUnavailableException when operations cannot be made without what is missing
     */
    Preparation prepare();

    /**
     * Reads everything and changes nothing. Slow with many Services: for the start, the audit and after a surprise.
     *
     * @throws KernelUnavailableException when it could not be read as a whole
     */
    KernelState observe();

    /**
     * Counts the connections that the kernel remembers, by real server: those that are established, not yet established,
     * or over and not yet forgotten. 0 = none. Empty when there is no such virtual server.
     *
     * @throws KernelUnavailableException when it could not be read
     */
    Map<RealServer.Key, Integer> connections(VirtualServer.Key virtualServer);

    /**
     * Whether it has this scheduler, or a module of it. It may load the module.
     *
     * @throws KernelUnavailableException when it could not be asked
     */
    boolean has(Scheduler scheduler);

    /**
     * Makes changes that do not need each other's answers: in their order, if they are of one subsystem. The kernel must be
     * {@link #prepare prepared}.
     *
     * @return one outcome for each operation, in their order
     * @throws KernelUnavailableException when the way to the kernel is broken and nothing is known of any of them
     */
    List<Outcome> apply(List<KernelOp> operations);
}
