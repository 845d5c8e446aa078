package io.kubeipvs.daemon.k8s;

import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointHints;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Hints;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads an EndpointSlice into the core's record. Follows the field rules of discovery.k8s.io/v1: an unset condition
 * means ready, serving and not terminating, only the first address of an endpoint counts, an unset port (or 0) means "all ports" and is not
 * proxied.
 */
public final class SliceReader {
    /** Names the Service that a slice belongs to. */
    public static final String SERVICE_LABEL = "kubernetes.io/service-name";

    private SliceReader() {}

    static SliceName name(EndpointSlice slice) {
        return new SliceName(Metadata.namespace(slice), Metadata.name(slice));
    }

    /** The slice; empty when it belongs to no Service or to a headless one, or its addresses are host names. */
    public static Optional<SliceSpec> read(EndpointSlice slice) throws UnusableObjectException {
        Map<String, String> labels = Metadata.labels(slice);
        String service = labels.get(SERVICE_LABEL);
        Optional<Family> family = family(slice.getAddressType());
        boolean headless = labels.containsKey(ServiceReader.HEADLESS_LABEL);
        if (service == null || service.isEmpty() || headless || family.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(SliceSpec.named(name(slice), new ServiceName(Metadata.namespace(slice), service))
                .withPorts(ports(slice))
                .withEndpoints(endpoints(slice, family.get()))
                .withTrigger(TriggerReader.read(slice, family.get())));
    }

    private static Optional<Family> family(String addressType) throws UnusableObjectException {
        if (addressType == null) {
            throw new UnusableObjectException("addressType", null, "must be IPv4, IPv6 or FQDN");
        }
        return switch (addressType) {
            case "IPv4" -> Optional.of(Family.IPV4);
            case "IPv6" -> Optional.of(Family.IPV6);
            case "FQDN" -> Optional.empty();
            default ->
                throw new UnusableObjectException("addressType", "'" + addressType + "'", "must be IPv4, IPv6 or FQDN");
        };
    }

    private static List<SlicePort> ports(EndpointSlice slice) throws UnusableObjectException {
        List<SlicePort> ports = new ArrayList<>();
        List<EndpointPort> given = Fields.list(slice.getPorts());
        for (int i = 0; i < given.size(); i++) {
            EndpointPort port = given.get(i);
            if (port.getPort() == null || port.getPort() == 0) {
                continue;
            }
            String key = "ports[" + i + "]";
            ports.add(new SlicePort(
                    Fields.portName(port.getName()),
                    Fields.protocol(key + ".protocol", port.getProtocol()),
                    Fields.port(key + ".port", port.getPort())));
        }
        return ports;
    }

    private static List<io.kubeipvs.core.model.Endpoint> endpoints(EndpointSlice slice, Family family)
            throws UnusableObjectException {
        List<io.kubeipvs.core.model.Endpoint> endpoints = new ArrayList<>();
        List<Endpoint> given = Fields.list(slice.getEndpoints());
        for (int i = 0; i < given.size(); i++) {
            Endpoint endpoint = given.get(i);
            List<String> addresses = Fields.list(endpoint.getAddresses());
            if (addresses.isEmpty()) {
                continue;
            }
            String key = "endpoints[" + i + "].addresses[0]";
            Ip address = Fields.address(key, addresses.get(0));
            if (address.family() != family) {
                throw new UnusableObjectException(
                        key, address, "must be an address of addressType " + slice.getAddressType());
            }
            endpoints.add(io.kubeipvs.core.model.Endpoint.at(address)
                    .withConditions(conditions(endpoint.getConditions()))
                    .withNodeName(Fields.isBlank(endpoint.getNodeName()) ? "" : endpoint.getNodeName())
                    .withHints(hints(endpoint.getHints())));
        }
        return endpoints;
    }

    private static Conditions conditions(EndpointConditions given) {
        if (given == null) {
            return Conditions.READY;
        }
        return new Conditions(
                !Boolean.FALSE.equals(given.getReady()),
                !Boolean.FALSE.equals(given.getServing()),
                Boolean.TRUE.equals(given.getTerminating()));
    }

    private static Hints hints(EndpointHints given) {
        if (given == null) {
            return Hints.NONE;
        }
        Set<String> nodes = Fields.list(given.getForNodes()).stream()
                .map(ForNode::getName)
                .filter(name -> !Fields.isBlank(name))
                .collect(Collectors.toSet());
        Set<String> zones = Fields.list(given.getForZones()).stream()
                .map(ForZone::getName)
                .filter(name -> !Fields.isBlank(name))
                .collect(Collectors.toSet());
        return new Hints(nodes, zones);
    }
}
