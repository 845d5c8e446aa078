package io.kubeipvs.daemon.k8s.manifests;

import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.NodeReader;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.ServiceCidrReader;
import io.kubeipvs.daemon.k8s.ServiceReader;
import io.kubeipvs.daemon.k8s.SliceReader;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import io.kubeipvs.daemon.k8s.ValueText;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one object of a manifest, if it is of a kind that matters here. */
final class ManifestObjectReader {
    private static final String SERVICE = "Service";
    private static final String SLICE = "EndpointSlice";
    private static final String ENDPOINTS = "Endpoints";
    private static final String NODE = "Node";
    private static final String SERVICE_CIDR = "ServiceCIDR";
    private static final Map<String, String> VERSIONS = Map.of(
            SERVICE,
            "v1",
            SLICE,
            "discovery.k8s.io/v1",
            ENDPOINTS,
            "v1",
            NODE,
            "v1",
            SERVICE_CIDR,
            "networking.k8s.io/v1");

    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");
    private static final String NAME_ALLOWED =
            "must be 1-253 lower-case letters, digits, '-' and '.', with a letter or digit at both ends";

    private ManifestObjectReader() {}

    /**
     * The object, good or bad; empty when it is of another kind.
     *
     * @throws UnusableObjectException when not even its kind and name can be read
     */
    static Optional<ManifestObject> read(Map<?, ?> object) throws UnusableObjectException {
        String kind =
                text(object, "kind", "must be Service, EndpointSlice, Endpoints, Node, ServiceCIDR or a list of them");
        String version = text(object, "apiVersion", "must be the version of kind " + kind);
        if (!version.equals(VERSIONS.get(kind))) {
            return Optional.empty();
        }
        FieldMap fields = FieldMap.of(object);
        ManifestId id = id(kind, fields.map("metadata"));
        try {
            Refusals refused = new Refusals();
            return Optional.of(ManifestObject.good(id, content(kind, fields, refused), refused.problems()));
        } catch (UnusableObjectException e) {
            return Optional.of(ManifestObject.bad(id, e.getMessage()));
        }
    }

    private static String text(Map<?, ?> object, String key, String allowed) throws UnusableObjectException {
        if (object.get(key) instanceof String text && !text.isEmpty()) {
            return text;
        }
        throw new UnusableObjectException(key, ValueText.of(object.get(key)), allowed);
    }

    private static ManifestId id(String kind, FieldMap metadata) throws UnusableObjectException {
        String name = checkedName(kind + " metadata.name", metadata.text("name"));
        if (kind.equals(NODE) || kind.equals(SERVICE_CIDR)) {
            return new ManifestId(kind, name);
        }
        String namespace = metadata.text("namespace");
        boolean isDefault = namespace == null || namespace.isEmpty();
        return new ManifestId(
                kind, (isDefault ? "default" : checkedName("metadata.namespace", namespace)) + "/" + name);
    }

    private static String checkedName(String key, String name) throws UnusableObjectException {
        if (name == null || !NAME.matcher(name).matches()) {
            throw new UnusableObjectException(key, ValueText.of(name), NAME_ALLOWED);
        }
        return name;
    }

    private static ManifestContent content(String kind, FieldMap object, Refusals refused)
            throws UnusableObjectException {
        return switch (kind) {
            case SERVICE -> service(object, refused);
            case SLICE -> new ManifestContent.OfSlice(SliceReader.read(object, refused));
            case NODE -> new ManifestContent.OfNode(NodeReader.read(object, refused));
            case SERVICE_CIDR -> new ManifestContent.OfServiceCidr(ServiceCidrReader.read(object, refused));
            default ->
                new ManifestContent.OfEndpoints(EndpointsReader.name(object), EndpointsReader.read(object, refused));
        };
    }

    private static ManifestContent service(FieldMap service, Refusals refused) throws UnusableObjectException {
        boolean hasSelector = !service.map("spec").map("selector").isEmpty();
        return new ManifestContent.OfService(
                ServiceReader.name(service), ManifestServiceRules.read(service, refused), hasSelector);
    }
}
