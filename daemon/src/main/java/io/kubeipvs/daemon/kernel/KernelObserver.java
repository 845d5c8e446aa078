package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.kernel.Subsystem;
import io.kubeipvs.core.model.Family;
import java.time.Duration;

/** Is notified of what the kernel adapters do, for metrics. Called from any thread. */
public interface KernelObserver {
    /** Does nothing. */
    KernelObserver NONE = new KernelObserver() {};

    /**
     * conntrack deleted the flows of one family to removed servers.
     *
     * @param flows how many it deleted
     * @param took from the listing to the last answer
     */
    default void forgot(Family family, int flows, Duration took) {}

    /** Netlink messages were sent. */
    default void sent(Subsystem subsystem, int messages) {}
}
