package io.kubeipvs.core.model;

import java.util.Comparator;

/** The identity of an EndpointSlice: its namespace and name. */
public record SliceName(String namespace, String name) implements Comparable<SliceName> {
    private static final Comparator<SliceName> ORDER =
            Comparator.comparing(SliceName::namespace).thenComparing(SliceName::name);

    @Override
    public int compareTo(SliceName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }
}
