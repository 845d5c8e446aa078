package io.kubeipvs.core.model;

import java.util.List;

/**
 * The addresses beyond its cluster addresses that a Service requests.
 *
 * @param externalIps {@code spec.externalIPs}
 * @param loadBalancerIps the VIPs of a load balancer that leaves the last hop to the node ({@code ipMode: VIP})
 * @param sourceRanges the clients that may connect to the load balancer's VIPs
 * @param healthCheckNodePort the port of the health check for load balancers, 0 = none
 */
public record ExternalAccess(
        List<Ip> externalIps, List<Ip> loadBalancerIps, SourceRanges sourceRanges, int healthCheckNodePort) {
    /** None. */
    public static final ExternalAccess NONE = new ExternalAccess(List.of(), List.of(), SourceRanges.ALL, 0);

    public ExternalAccess {
        externalIps = List.copyOf(externalIps);
        loadBalancerIps = List.copyOf(loadBalancerIps);
    }

    /** Whether there is an address at all. */
    public boolean hasAddresses() {
        return !externalIps.isEmpty() || !loadBalancerIps.isEmpty();
    }
}
