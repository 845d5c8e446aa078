package io.kubeipvs.daemon.kernel;

import io.kubeipvs.core.model.Family;
import java.time.Duration;

/** Is told what became of conntrack's memory of servers that are gone, for metrics. Called from another thread. */
public interface FlowObserver {
    /** Looks away. */
    FlowObserver NONE = (family, flows, took) -> {};

    /**
     * All flows of one family that led to servers that are gone were asked to be forgotten.
     *
     * @param flows how many were
     * @param took from the listing to the last answer
     */
    void forgot(Family family, int flows, Duration took);
}
