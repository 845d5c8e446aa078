package io.kubeipvs.core.model;

import java.util.List;
import java.util.Optional;

/**
 * An EndpointSlice: some endpoints of one Service, of one family. Built by name, from {@link #named}.
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

    /** A slice of this Service without ports, endpoints and a known trigger. */
    public static SliceSpec named(SliceName name, ServiceName service) {
        return new SliceSpec(name, service, List.of(), List.of(), Optional.empty());
    }

    /** This slice with other ports. */
    public SliceSpec withPorts(List<SlicePort> others) {
        return new SliceSpec(name, service, others, endpoints, trigger);
    }

    /** This slice with other endpoints. */
    public SliceSpec withEndpoints(List<Endpoint> others) {
        return new SliceSpec(name, service, ports, others, trigger);
    }

    /** This slice with another cause of its last change. */
    public SliceSpec withTrigger(Optional<ChangeTrigger> other) {
        return new SliceSpec(name, service, ports, endpoints, other);
    }
}
