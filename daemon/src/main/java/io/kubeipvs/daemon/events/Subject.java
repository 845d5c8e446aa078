package io.kubeipvs.daemon.events;

import io.kubeipvs.core.model.ServiceName;
import java.util.Map;
import java.util.Optional;

/**
 * The object that an Event is about.
 *
 * @param kind for instance {@code Service}
 * @param namespace "" for an object without one
 * @param name its name; "" = the Node that the program runs on
 */
public record Subject(String kind, String namespace, String name) {
    private static final String NODE = "Node";

    /** The Node that the program runs on. */
    public static final Subject THIS_NODE = new Subject(NODE, "", "");

    /** The API version of each kind that Events can be about. */
    private static final Map<String, String> API_VERSIONS = Map.of(
            "Service", "v1", "EndpointSlice", "discovery.k8s.io/v1", NODE, "v1", "ServiceCIDR", "networking.k8s.io/v1");

    /** A Service. */
    public static Subject of(ServiceName service) {
        return new Subject("Service", service.namespace(), service.name());
    }

    /**
     * The object with this name; empty if Events cannot be about its kind.
     *
     * @param where "namespace/name", or the name of an object without a namespace
     */
    public static Optional<Subject> of(String kind, String where) {
        int slash = where.indexOf('/');
        String name = where.substring(slash + 1);
        return API_VERSIONS.containsKey(kind) && !name.isEmpty()
                ? Optional.of(new Subject(kind, slash < 0 ? "" : where.substring(0, slash), name))
                : Optional.empty();
    }

    /** The API version of its kind. */
    public String apiVersion() {
        return API_VERSIONS.get(kind);
    }

    /** Whether it is a node other than this one. Its own program reports about it. */
    public boolean isOtherNode(String thisNode) {
        return kind.equals(NODE) && !name.isEmpty() && !name.equals(thisNode);
    }

    @Override
    public String toString() {
        return equals(THIS_NODE) ? "this Node" : kind + " " + (namespace.isEmpty() ? "" : namespace + "/") + name;
    }
}
