package io.kubeipvs.daemon.traffic;

import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.daemon.kernel.ipvs.IpvsListing.Traffic;
import java.util.Map;

/**
 * The traffic of Services, as counted up to one moment.
 *
 * @param ports the totals of each Service port since its first virtual server was made
 * @param active the established connections of each of these ports, at the moment of the reading
 * @param omitted Service ports beyond the limit
 */
public record TrafficPage(Map<Port, Traffic> ports, Map<Port, Long> active, int omitted) {
    /** Without any. */
    public static final TrafficPage NONE = new TrafficPage(Map.of(), Map.of(), 0);

    /**
     * A port of a Service, at all of its addresses.
     *
     * @param port its name, or its number if it has no name
     * @param protocol TCP, UDP or SCTP
     */
    public record Port(ServiceName service, String port, String protocol) {}

    public TrafficPage {
        ports = Map.copyOf(ports);
        active = Map.copyOf(active);
    }

    /** The same with these established connections. */
    TrafficPage withActive(Map<Port, Long> connections) {
        return new TrafficPage(ports, connections, omitted);
    }
}
