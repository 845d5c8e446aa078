package io.kubeipvs.core.model;

import java.util.List;

/**
 * A Service that is to be proxied. Headless and ExternalName Services never become one.
 *
 * @param name its identity
 * @param clusterIps the cluster addresses, at most one a family
 * @param ports the ports it answers on, in the object's order
 */
public record ServiceSpec(ServiceName name, List<Ip> clusterIps, List<ServicePort> ports) {
    public ServiceSpec {
        clusterIps = List.copyOf(clusterIps);
        ports = List.copyOf(ports);
    }
}
