package io.kubeipvs.core.model;

import java.util.List;

/**
 * An EndpointSlice: some of the endpoints behind one Service, of one family.
 *
 * @param name its identity
 * @param service the Service it belongs to (label {@code kubernetes.io/service-name})
 * @param ports the ports every endpoint in it listens on
 * @param endpoints the backends; all of one family
 */
public record SliceSpec(SliceName name, ServiceName service, List<SlicePort> ports, List<Endpoint> endpoints) {
    public SliceSpec {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }
}
