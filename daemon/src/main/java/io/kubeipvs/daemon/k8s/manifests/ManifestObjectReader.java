package io.kubeipvs.daemon.k8s.manifests;

import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.Node;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.api.model.networking.v1.ServiceCIDR;
import io.kubeipvs.daemon.k8s.NodeReader;
import io.kubeipvs.daemon.k8s.ServiceCidrReader;
import io.kubeipvs.daemon.k8s.ServiceReader;
import io.kubeipvs.daemon.k8s.SliceReader;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

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

    private final ManifestBinder binder;

    ManifestObjectReader(ManifestBinder binder) {
        this.binder = binder;
    }

    /**
     * The object, good or bad; empty when it is of another kind.
     *
     * @throws UnusableObjectException when not even its kind and name can be read
     */
    Optional<ManifestObject> read(JsonNode object) throws UnusableObjectException {
        String kind =
                text(object, "kind", "must be Service, EndpointSlice, Endpoints, Node, ServiceCIDR or a list of them");
        String version = text(object, "apiVersion", "must be the version of kind " + kind);
        if (!version.equals(VERSIONS.get(kind))) {
            return Optional.empty();
        }
        ManifestId id = id(kind, object.path("metadata"));
        try {
            return Optional.of(ManifestObject.good(id, content(kind, object)));
        } catch (UnusableObjectException e) {
            return Optional.of(ManifestObject.bad(id, e.getMessage()));
        }
    }

    private static String text(JsonNode object, String key, String allowed) throws UnusableObjectException {
        JsonNode value = object.path(key);
        if (!value.isString() || value.stringValue().isEmpty()) {
            throw new UnusableObjectException(key, ManifestValue.of(value), allowed);
        }
        return value.stringValue();
    }

    private static ManifestId id(String kind, JsonNode metadata) throws UnusableObjectException {
        if (kind.equals(NODE) || kind.equals(SERVICE_CIDR)) {
            return new ManifestId(kind, checkedName(kind + " metadata.name", metadata.path("name")));
        }
        JsonNode namespace = metadata.path("namespace");
        boolean isDefault = namespace.isMissingNode()
                || namespace.isNull()
                || namespace.asString("").isEmpty();
        String inNamespace = isDefault ? "default" : checkedName("metadata.namespace", namespace);
        return new ManifestId(kind, inNamespace + "/" + checkedName(kind + " metadata.name", metadata.path("name")));
    }

    private static String checkedName(String key, JsonNode name) throws UnusableObjectException {
        if (!NAME.matcher(name.asString("")).matches()) {
            throw new UnusableObjectException(key, ManifestValue.of(name), NAME_ALLOWED);
        }
        return name.asString("");
    }

    private ManifestContent content(String kind, JsonNode object) throws UnusableObjectException {
        return switch (kind) {
            case SERVICE -> service(binder.bind(object, Service.class));
            case SLICE -> new ManifestContent.OfSlice(SliceReader.read(binder.bind(object, EndpointSlice.class)));
            case NODE -> new ManifestContent.OfNode(NodeReader.read(binder.bind(object, Node.class)));
            case SERVICE_CIDR ->
                new ManifestContent.OfServiceCidr(ServiceCidrReader.read(binder.bind(object, ServiceCIDR.class)));
            default -> endpoints(binder.bind(object, Endpoints.class));
        };
    }

    private static ManifestContent service(Service service) throws UnusableObjectException {
        boolean hasSelector = service.getSpec() != null
                && service.getSpec().getSelector() != null
                && !service.getSpec().getSelector().isEmpty();
        return new ManifestContent.OfService(
                ServiceReader.name(service), ManifestServiceRules.read(service), hasSelector);
    }

    private static ManifestContent endpoints(Endpoints endpoints) throws UnusableObjectException {
        return new ManifestContent.OfEndpoints(EndpointsReader.name(endpoints), EndpointsReader.read(endpoints));
    }
}
