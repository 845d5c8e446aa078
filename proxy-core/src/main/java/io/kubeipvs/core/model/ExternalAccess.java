package io.kubeipvs.core.model;

import java.util.List;

/**
 * The addresses beyond its cluster addresses that a Service requests. Built by name, from {@link #NONE}.
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

    /** These addresses with other external addresses. */
    public ExternalAccess withExternalIps(List<Ip> others) {
        return new ExternalAccess(others, loadBalancerIps, sourceRanges, healthCheckNodePort);
    }

    /** These addresses with other VIPs of a load balancer. */
    public ExternalAccess withLoadBalancerIps(List<Ip> others) {
        return new ExternalAccess(externalIps, others, sourceRanges, healthCheckNodePort);
    }

    /** These addresses with other ranges of clients. */
    public ExternalAccess withSourceRanges(SourceRanges others) {
        return new ExternalAccess(externalIps, loadBalancerIps, others, healthCheckNodePort);
    }

    /** These addresses with another port of the health check, 0 = none. */
    public ExternalAccess withHealthCheckNodePort(int other) {
        return new ExternalAccess(externalIps, loadBalancerIps, sourceRanges, other);
    }

    /** Whether there is an address at all. */
    public boolean hasAddresses() {
        return !externalIps.isEmpty() || !loadBalancerIps.isEmpty();
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof ExternalAccess that
                        && healthCheckNodePort == that.healthCheckNodePort
                        && externalIps.equals(that.externalIps)
                        && loadBalancerIps.equals(that.loadBalancerIps)
                        && sourceRanges.equals(that.sourceRanges);
    }
}
