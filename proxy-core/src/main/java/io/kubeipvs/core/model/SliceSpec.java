package io.kubeipvs.core.model;

import io.kubeipvs.core.options.ServiceOption;
import io.kubeipvs.core.options.ServiceOptions;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An EndpointSlice: some endpoints of one Service, of one family. Built by name, from {@link #named}.
 *
 * @param name its identity
 * @param service the Service it belongs to (label {@code kubernetes.io/service-name})
 * @param ports the ports every endpoint in it listens on
 * @param endpoints the backends; all of one family
 * @param options the choices of its annotations
 * @param trigger the cause of its last change, if it is known
 */
public record SliceSpec(
        SliceName name,
        ServiceName service,
        List<SlicePort> ports,
        List<Endpoint> endpoints,
        ServiceOptions options,
        Optional<ChangeTrigger> trigger) {
    public SliceSpec {
        ports = List.copyOf(ports);
        endpoints = EndpointList.copyOf(endpoints);
    }

    /** A slice of this Service without ports, endpoints and a known trigger. */
    public static SliceSpec named(SliceName name, ServiceName service) {
        return new SliceSpec(name, service, List.of(), List.of(), ServiceOptions.NONE, Optional.empty());
    }

    /** This slice with other ports. */
    public SliceSpec withPorts(List<SlicePort> others) {
        return new SliceSpec(name, service, others, endpoints, options, trigger);
    }

    /** This slice with other endpoints. */
    public SliceSpec withEndpoints(List<Endpoint> others) {
        return new SliceSpec(name, service, ports, others, options, trigger);
    }

    /** This slice with another cause of its last change. */
    public SliceSpec withTrigger(Optional<ChangeTrigger> other) {
        return new SliceSpec(name, service, ports, endpoints, options, other);
    }

    /** This slice with other options. */
    public SliceSpec withOptions(ServiceOptions others) {
        return new SliceSpec(name, service, ports, endpoints, others, trigger);
    }

    /** This slice after this earlier state of it: an option without a usable value keeps its former one. */
    public SliceSpec after(SliceSpec before) {
        ServiceOptions after = options.after(before.options);
        return after == options ? this : withOptions(after);
    }

    /** This slice as it is in force: without the options that are not allowed. */
    public SliceSpec inForce(Set<ServiceOption<?>> allowed) {
        return options.equals(ServiceOptions.NONE) ? this : withOptions(options.allowed(allowed));
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof SliceSpec that
                        && name.equals(that.name)
                        && service.equals(that.service)
                        && ports.equals(that.ports)
                        && endpoints.equals(that.endpoints)
                        && options.equals(that.options)
                        && trigger.equals(that.trigger);
    }
}
