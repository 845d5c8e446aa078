package io.kubeipvs.daemon.k8s;

import io.kubeipvs.core.model.Conditions;
import io.kubeipvs.core.model.Endpoint;
import io.kubeipvs.core.model.Family;
import io.kubeipvs.core.model.Hints;
import io.kubeipvs.core.model.Ip;
import io.kubeipvs.core.model.ServiceName;
import io.kubeipvs.core.model.SliceName;
import io.kubeipvs.core.model.SlicePort;
import io.kubeipvs.core.model.SliceSpec;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an EndpointSlice into the core's record. Follows the field rules of discovery.k8s.io/v1: an unset condition
 * means ready, serving and not terminating, only the first address of an endpoint counts, an unset port (or 0) means "all ports" and is not
 * proxied.
 */
public final class SliceReader {
    /** Names the Service that a slice belongs to. */
    public static final String SERVICE_LABEL = "kubernetes.io/service-name";

    /** A Service and its slices have the same name. */
    static final Shared<ServiceName> NAMES = new Shared<>(1 << 15);

    private static final Shared<Conditions> CONDITIONS = new Shared<>();
    private static final Shared<Hints> HINTS = new Shared<>();
    private static final Shared<List<SlicePort>> PORTS = new Shared<>();

    private SliceReader() {}

    static SliceName name(FieldMap slice) throws UnusableObjectException {
        return new SliceName(Metadata.namespace(slice), Metadata.name(slice));
    }

    /** The slice; empty when it belongs to no Service or to a headless one, or its addresses are host names. */
    public static Optional<SliceSpec> read(FieldMap slice) throws UnusableObjectException {
        FieldMap labels = Metadata.labels(slice);
        String service = labels.text(SERVICE_LABEL);
        Optional<Family> family = family(slice);
        boolean headless = labels.has(ServiceReader.HEADLESS_LABEL);
        if (service == null || service.isEmpty() || headless || family.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(SliceSpec.named(name(slice), NAMES.of(new ServiceName(Metadata.namespace(slice), service)))
                .withPorts(ports(slice))
                .withEndpoints(endpoints(slice, family.get()))
                .withTrigger(TriggerReader.read(slice, family.get())));
    }

    private static Optional<Family> family(FieldMap slice) throws UnusableObjectException {
        String addressType = slice.text("addressType");
        return switch (addressType == null ? "" : addressType) {
            case "IPv4" -> Optional.of(Family.IPV4);
            case "IPv6" -> Optional.of(Family.IPV6);
            case "FQDN" -> Optional.empty();
            default ->
                throw new UnusableObjectException(
                        slice.at("addressType"), ValueText.of(addressType), "must be IPv4, IPv6 or FQDN");
        };
    }

    private static List<SlicePort> ports(FieldMap slice) throws UnusableObjectException {
        List<SlicePort> ports = new ArrayList<>();
        for (FieldMap port : slice.maps("ports")) {
            if (Fields.optionalPort(port, "port") != 0) {
                ports.add(new SlicePort(
                        Fields.name(port, "name"), Fields.protocol(port, "protocol"), Fields.port(port, "port")));
            }
        }
        return PORTS.of(List.copyOf(ports));
    }

    private static List<Endpoint> endpoints(FieldMap slice, Family family) throws UnusableObjectException {
        List<Endpoint> endpoints = new ArrayList<>();
        for (FieldMap endpoint : slice.maps("endpoints")) {
            List<String> addresses = endpoint.texts("addresses");
            if (addresses.isEmpty()) {
                continue;
            }
            FieldMap.Place place = endpoint.at("addresses", 0);
            Ip address = Fields.address(place, addresses.get(0));
            if (address.family() != family) {
                throw new UnusableObjectException(
                        place, address, "must be an address of addressType " + slice.text("addressType"));
            }
            endpoints.add(Endpoint.at(address)
                    .withConditions(conditions(endpoint.map("conditions")))
                    .withNodeName(Fields.name(endpoint, "nodeName"))
                    .withHints(hints(endpoint.map("hints"))));
        }
        return endpoints;
    }

    private static Conditions conditions(FieldMap given) throws UnusableObjectException {
        return CONDITIONS.of(new Conditions(
                !Boolean.FALSE.equals(given.flag("ready")),
                !Boolean.FALSE.equals(given.flag("serving")),
                Boolean.TRUE.equals(given.flag("terminating"))));
    }

    private static Hints hints(FieldMap given) throws UnusableObjectException {
        return given.isEmpty() ? Hints.NONE : HINTS.of(new Hints(names(given, "forNodes"), names(given, "forZones")));
    }

    private static Set<String> names(FieldMap hints, String key) throws UnusableObjectException {
        Set<String> names = new HashSet<>();
        for (FieldMap hint : hints.maps(key)) {
            names.add(Fields.name(hint, "name"));
        }
        names.remove("");
        return names;
    }
}
