package io.kubeipvs.core.model;

import java.time.Duration;

/**
 * The operator's choices that decide what the kernel should hold.
 *
 * @param scheduler the scheduler of every virtual server
 * @param drainTimeout how long a server that leaves may keep its connections, 0 = as long as they last
 * @param nodePortAddresses which of the node's addresses have node ports
 * @param externalAddresses which addresses Services may ask for
 */
public record Settings(
        Scheduler scheduler,
        Duration drainTimeout,
        NodePortAddresses nodePortAddresses,
        ExternalAddressRules externalAddresses) {
    /** Longer than nearly any pod takes to end, short enough to be rid of a dead one the same day. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofHours(1);

    /** This scheduler, and what is in force when nothing is said. */
    public Settings(Scheduler scheduler) {
        this(scheduler, DEFAULT_DRAIN_TIMEOUT);
    }

    /** This scheduler and time to drain, and what is in force when nothing is said. */
    public Settings(Scheduler scheduler, Duration drainTimeout) {
        this(scheduler, drainTimeout, NodePortAddresses.ALL, ExternalAddressRules.DEFAULT);
    }
}
