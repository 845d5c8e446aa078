package io.kubeipvs.core.model;

import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.List;
import java.util.Set;

/**
 * A Service that is proxied. Headless and ExternalName Services never become one. Built by name, from {@link #named}.
 *
 * @param name its identity
 * @param clusterIps the cluster addresses, at most one a family
 * @param ports the ports it answers on, in the object's order
 * @param external its other addresses
 * @param policy where its connections may go
 * @param options the choices of its annotations
 * @param created when it was created, in seconds since 1970, 0 = unknown
 */
public record ServiceSpec(
        ServiceName name,
        List<Ip> clusterIps,
        List<ServicePort> ports,
        ExternalAccess external,
        TrafficPolicy policy,
        ServiceOptions options,
        long created) {
    public ServiceSpec {
        clusterIps = List.copyOf(clusterIps);
        ports = List.copyOf(ports);
    }

    /** A Service without addresses and ports, of traffic policy Cluster. */
    public static ServiceSpec named(ServiceName name) {
        return new ServiceSpec(
                name, List.of(), List.of(), ExternalAccess.NONE, TrafficPolicy.CLUSTER, ServiceOptions.NONE, 0);
    }

    /** This Service with other cluster addresses. */
    public ServiceSpec withClusterIps(List<Ip> others) {
        return new ServiceSpec(name, others, ports, external, policy, options, created);
    }

    /** This Service with other ports. */
    public ServiceSpec withPorts(List<ServicePort> others) {
        return new ServiceSpec(name, clusterIps, others, external, policy, options, created);
    }

    /** This Service with other addresses beyond its cluster addresses. */
    public ServiceSpec withExternal(ExternalAccess other) {
        return new ServiceSpec(name, clusterIps, ports, other, policy, options, created);
    }

    /** This Service with another traffic policy. */
    public ServiceSpec withPolicy(TrafficPolicy other) {
        return new ServiceSpec(name, clusterIps, ports, external, other, options, created);
    }

    /** This Service with other options. */
    public ServiceSpec withOptions(ServiceOptions others) {
        return new ServiceSpec(name, clusterIps, ports, external, policy, others, created);
    }

    /** This Service after this earlier state of it: an option without a usable value keeps its former one. */
    public ServiceSpec after(ServiceSpec before) {
        ServiceOptions after = options.after(before.options);
        return after == options ? this : withOptions(after);
    }

    /** This Service as it is in force: as its allowed options choose, without the others. */
    public ServiceSpec inForce(Set<ServiceOption<?>> allowed) {
        return options.equals(ServiceOptions.NONE)
                ? this
                : withOptions(options.allowed(allowed)).asChosen();
    }

    /** This Service with the addresses and the policy that its options choose. */
    private ServiceSpec asChosen() {
        ExternalAccess access = external;
        if (options.isSet(Options.SKIP_LOAD_BALANCER_ADDRESSES)) {
            access = access.withLoadBalancerIps(List.of());
        }
        if (options.get(Options.SOURCE_RANGES_POLICY)
                .filter(SourceRanges.Policy.DENY::equals)
                .isPresent()) {
            access = access.withSourceRanges(access.sourceRanges().inverted());
        }
        boolean isLocal = options.isSet(Options.EXTERNAL_LOCAL) && isExternal();
        return withExternal(access).withPolicy(isLocal ? policy.withExternalLocal(true) : policy);
    }

    /** This Service, created at this time, in seconds since 1970. */
    public ServiceSpec withCreated(long seconds) {
        return new ServiceSpec(name, clusterIps, ports, external, policy, options, seconds);
    }

    /** Whether clients can connect to an address that is not a cluster address. */
    public boolean isExternal() {
        return external.hasAddresses() || ports.stream().anyMatch(port -> port.nodePort() != 0);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof ServiceSpec that
                        && created == that.created
                        && name.equals(that.name)
                        && clusterIps.equals(that.clusterIps)
                        && ports.equals(that.ports)
                        && external.equals(that.external)
                        && policy.equals(that.policy)
                        && options.equals(that.options);
    }
}
