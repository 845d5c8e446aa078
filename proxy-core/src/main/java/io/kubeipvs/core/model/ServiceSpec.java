package io.kubeipvs.core.model;

import java.util.List;

/**
 * A Service that is proxied. Headless and ExternalName Services never become one.
 *
 * @param name its identity
 * @param clusterIps the cluster addresses, at most one a family
 * @param ports the ports it answers on, in the object's order
 * @param external its other addresses
 * @param policy where its connections may go
 */
public record ServiceSpec(
        ServiceName name, List<Ip> clusterIps, List<ServicePort> ports, ExternalAccess external, TrafficPolicy policy) {
    public ServiceSpec {
        clusterIps = List.copyOf(clusterIps);
        ports = List.copyOf(ports);
    }

    /** A Service with cluster addresses only and traffic policy Cluster. */
    public ServiceSpec(ServiceName name, List<Ip> clusterIps, List<ServicePort> ports) {
        this(name, clusterIps, ports, ExternalAccess.NONE, TrafficPolicy.CLUSTER);
    }

    /** Whether clients can connect to an address that is not a cluster address. */
    public boolean isExternal() {
        return external.hasAddresses() || ports.stream().anyMatch(port -> port.nodePort() != 0);
    }
}
