package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.model.Family;
import java.time.Duration;

/** Is told what goes on at the doors to the kernel, for metrics. Called from any thread. */
public interface KernelObserver {
    /** Looks away. */
    KernelObserver NONE = new KernelObserver() {};

    /**
     * All flows of one family that led to servers that are gone were asked to be forgotten by conntrack.
     *
     * @param flows how many were
     * @param took from the listing to the last answer
     */
    default void forgot(Family family, int flows, Duration took) {}

    /** So many netlink messages were sent. */
    default void sent(Subsystem door, int messages) {}

    /** A table of ours was not as it should be, and was put right. */
    default void repairedTable() {}
}
