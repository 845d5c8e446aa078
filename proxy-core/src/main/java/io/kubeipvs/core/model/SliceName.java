package io.kubeipvs.core.model;

/** The identity of an EndpointSlice: its namespace and name. */
public record SliceName(String namespace, String name) {
    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
