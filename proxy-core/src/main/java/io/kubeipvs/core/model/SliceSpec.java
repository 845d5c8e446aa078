package io.kubeipvs.core.model;

import java.util.List;
import java.util.Optional;

/**
 * An EndpointSlice: some endpoints of one Service, of one family.
 *
 * @param name its identity
 * @param service the Service it belongs to (label {@code kubernetes.io/service-name})
 * @param ports the ports every endpoint in it listens on
 * @param endpoints the backends; all of one family
 * @param trigger the cause of its last change, if it is known
 */
public record SliceSpec(
        SliceName name,
        ServiceName service,
        List<SlicePort> ports,
        List<Endpoint> endpoints,
        Optional<ChangeTrigger> trigger) {
    public SliceSpec {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /** A slice without a known trigger. */
    public SliceSpec(SliceName name, ServiceName service, List<SlicePort> ports, List<Endpoint> endpoints) {
        this(name, service, ports, endpoints, Optional.empty());
    }
}
