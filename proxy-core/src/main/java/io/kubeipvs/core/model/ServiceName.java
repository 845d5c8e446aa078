package io.kubeipvs.core.model;

import io.kubeipvs.core.compact.SecretHash;
import java.util.Comparator;

/**
 * The identity of a Service: its namespace and name. No record, because it keeps its hash: the room is free beside two
 * references, and {@link SecretHash} reads all characters.
 */
public final class ServiceName implements Comparable<ServiceName> {
    private static final Comparator<ServiceName> ORDER =
            Comparator.comparing(ServiceName::namespace).thenComparing(ServiceName::name);

    private final String namespace;
    private final String name;
    private final int hash;

    public ServiceName(String namespace, String name) {
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
    public int compareTo(ServiceName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return namespace + "/" + name;
    }

    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof ServiceName that
                        && hash == that.hash
                        && name.equals(that.name)
                        && namespace.equals(that.namespace);
    }

    @Override
    public int hashCode() {
        return hash;
    }
}
