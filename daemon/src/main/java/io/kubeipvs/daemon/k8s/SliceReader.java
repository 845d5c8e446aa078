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
import io.kubeipvs.core.options.ServiceOption;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads an EndpointSlice into the core's record. Follows the field rules of discovery.k8s.io/v1: an unset condition
 * means ready, serving and not terminating, only the first address of an endpoint counts, an unset port (or 0) means "all
 * ports" and is not proxied. An endpoint or port that cannot be used is refused, and the others are served.
 */
public final class SliceReader {
    /** Names the Service that a slice belongs to. */
    public static final String SERVICE_LABEL = "kubernetes.io/service-name";

    /** A Service and its slices have the same name. */
    static final Shared<ServiceName> NAMES = new Shared<>(1 << 15);

    private static final Shared<Conditions> CONDITIONS = new Shared<>();
    private static final Shared<Hints> HINTS = new Shared<>();
    private static final Shared<Endpoint.Traits> TRAITS = new Shared<>(1 << 13);
    private static final Shared<List<SlicePort>> PORTS = new Shared<>();

    private SliceReader() {}

    static SliceName name(FieldMap slice) throws UnusableObjectException {
        return new SliceName(Metadata.namespace(slice), Metadata.name(slice));
    }

    /** The slice; empty when it belongs to no Service or to a headless one, or its addresses are host names. */
    public static Optional<SliceSpec> read(FieldMap slice, Refusals refused) throws UnusableObjectException {
        FieldMap labels = Metadata.labels(slice);
        String service = labels.text(SERVICE_LABEL);
        Optional<Family> family = family(slice);
        boolean headless = labels.has(ServiceReader.HEADLESS_LABEL);
        if (service == null || service.isEmpty() || headless || family.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(SliceSpec.named(name(slice), NAMES.of(new ServiceName(Metadata.namespace(slice), service)))
                .withPorts(PORTS.of(List.copyOf(refused.each(slice, "ports", SliceReader::port))))
                .withEndpoints(refused.each(slice, "endpoints", element -> endpoint(element, family.get(), refused)))
                .withOptions(OptionsReader.read(slice, ServiceOption.Holder.SLICE, refused))
                .withTrigger(refused.or(Optional.empty(), slice, from -> TriggerReader.read(from, family.get()))));
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

    /** Null if it stands for all ports. */
    private static SlicePort port(FieldMap.Element element) throws UnusableObjectException {
        FieldMap port = element.map();
        return Fields.optionalPort(port, "port") == 0
                ? null
                : new SlicePort(
                        Fields.name(port, "name"), Fields.protocol(port, "protocol"), Fields.port(port, "port"));
    }

    /** Null without an address. */
    private static Endpoint endpoint(FieldMap.Element element, Family family, Refusals refused)
            throws UnusableObjectException {
        FieldMap endpoint = element.map();
        List<FieldMap.Element> addresses = endpoint.elements("addresses");
        if (addresses.isEmpty()) {
            return null;
        }
        FieldMap.Element first = addresses.get(0);
        Ip address = Fields.address(first.place(), first.text());
        if (address.family() != family) {
            throw new UnusableObjectException(
                    first.place(),
                    address,
                    "must be an address of addressType " + (family == Family.IPV4 ? "IPv4" : "IPv6"));
        }
        Endpoint read = Endpoint.at(address)
                .withConditions(conditions(endpoint.map("conditions")))
                .withPod(refused.or(false, endpoint, SliceReader::isPod))
                .withNodeName(refused.or("", endpoint, from -> Fields.name(from, "nodeName")))
                .withHints(endpoint.has("hints") ? hints(endpoint, refused) : Hints.NONE);
        return read.withTraits(TRAITS.of(read.traits()));
    }

    /** Whether this is the address of a pod, as the object claims: {@code targetRef.kind}. */
    public static boolean isPod(FieldMap endpoint) throws UnusableObjectException {
        return "Pod".equals(endpoint.map("targetRef").text("kind"));
    }

    private static Conditions conditions(FieldMap given) throws UnusableObjectException {
        return CONDITIONS.of(new Conditions(
                !Boolean.FALSE.equals(given.flag("ready")),
                !Boolean.FALSE.equals(given.flag("serving")),
                Boolean.TRUE.equals(given.flag("terminating"))));
    }

    private static Hints hints(FieldMap endpoint, Refusals refused) {
        FieldMap given = refused.or(FieldMap.EMPTY, endpoint, from -> from.map("hints"));
        return given.isEmpty()
                ? Hints.NONE
                : HINTS.of(new Hints(names(given, "forNodes", refused), names(given, "forZones", refused)));
    }

    private static Set<String> names(FieldMap hints, String key, Refusals refused) {
        Set<String> names = new HashSet<>(refused.each(hints, key, hint -> Fields.name(hint.map(), "name")));
        names.remove("");
        return names;
    }
}
