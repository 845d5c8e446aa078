package io.kubeipvs.core.model;

import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * The operator's choices that decide what the kernel should hold.
 *
 * @param scheduler the scheduler of every virtual server
 * @param drainTimeout how long a server that leaves may keep its connections, 0 = as long as they last
 * @param nodePortAddresses which of the node's addresses have node ports
 * @param externalAddresses which addresses Services may ask for
 * @param masquerading whose addresses pods get to see
 * @param silentLinks the links on which nobody is told by ARP that a VIP is here; {@code *} at the end of a name stands
 *     for any end
 * @param excludedRanges where what no Service wants is not touched
 */
public record Settings(
        Scheduler scheduler,
        Duration drainTimeout,
        NodePortAddresses nodePortAddresses,
        ExternalAddressRules externalAddresses,
        Masquerading masquerading,
        Set<String> silentLinks,
        List<Cidr> excludedRanges) {
    /** Longer than nearly any pod takes to end, short enough to be rid of a dead one the same day. */
    public static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofHours(1);

    public Settings {
        silentLinks = Set.copyOf(silentLinks);
        excludedRanges = List.copyOf(excludedRanges);
    }

    /** This scheduler, and what is in force when nothing is said. */
    public Settings(Scheduler scheduler) {
        this(scheduler, DEFAULT_DRAIN_TIMEOUT);
    }

    /** This scheduler and time to drain, and what is in force when nothing is said. */
    public Settings(Scheduler scheduler, Duration drainTimeout) {
        this(scheduler, drainTimeout, NodePortAddresses.ALL, ExternalAddressRules.DEFAULT, Masquerading.DEFAULT);
    }

    /** These, and ARP answers for VIPs on every link. */
    public Settings(
            Scheduler scheduler,
            Duration drainTimeout,
            NodePortAddresses nodePortAddresses,
            ExternalAddressRules externalAddresses,
            Masquerading masquerading) {
        this(scheduler, drainTimeout, nodePortAddresses, externalAddresses, masquerading, Set.of(), List.of());
    }

    /** These settings, with other addresses that Services may ask for. */
    public Settings withExternalAddresses(ExternalAddressRules rules) {
        return new Settings(
                scheduler, drainTimeout, nodePortAddresses, rules, masquerading, silentLinks, excludedRanges);
    }
}
