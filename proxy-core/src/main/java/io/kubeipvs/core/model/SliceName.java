package io.kubeipvs.core.model;

import io.kubeipvs.core.compact.SecretHash;
import java.util.Comparator;

/**
 * The identity of an EndpointSlice: its namespace and name. No record, because it keeps its hash: the room is free beside two
 * references, and {@link SecretHash} reads all characters.
 */
public final class SliceName implements Comparable<SliceName> {
    private static final Comparator<SliceName> ORDER =
            Comparator.comparing(SliceName::namespace).thenComparing(SliceName::name);

    private final String namespace;
    private final String name;
    private final int hash;

    public SliceName(String namespace, String name) {
        this.namespace = namespace;
        this.name = name;
        this.hash = SecretHash.of(namespace, name);
    }

    /** Its namespace. */
    public String namespace() {
        return namespace;
    }

    /** Its name, unique in the namespace. */
    public String name() {
        return name;
    }

    @Override
    public int compareTo(SliceName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof SliceName that
                        && hash == that.hash
                        && name.equals(that.name)
                        && namespace.equals(that.namespace);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
