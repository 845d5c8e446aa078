package io.kubeipvs.daemon.k8s.api;

import io.kubeipvs.daemon.k8s.FieldMap;
import io.kubeipvs.daemon.k8s.Refusals;
import io.kubeipvs.daemon.k8s.UnusableObjectException;
import java.util.Collection;
import java.util.Optional;

/**
 * One kind of object of the API server: its path, its reader, and the receiver of its records.
 *
 * @param <N> the identity of an object; its text is "namespace/name"
 * @param <T> the core's record
 */
interface Kind<N, T> {
    /** The kind's name in messages, for instance {@code EndpointSlice}. */
    String kind();

    /** The resource as RBAC rules name it, for instance {@code endpointslices.discovery.k8s.io}. */
    String resource();

    /** The path of the cluster-wide collection below the server's address, without a leading slash. */
    String path();

    String labelSelector();

    /** "" where there is none. */
    default String fieldSelector() {
        return "";
    }

    /** Whether a server without such a resource is fine. */
    default boolean isOptional() {
        return false;
    }

    N name(String namespace, String name);

    /** The identity of the record's object, as the record has it. */
    N nameOf(T record);

    /**
     * The core's record; empty when the object is none of this proxy's business.
     *
     * @param refused receives the elements that the record is without
     */
    Optional<T> read(FieldMap object, Refusals refused) throws UnusableObjectException;

    void put(T record);

    void remove(N name);

    /** These are all there are. */
    void relist(Collection<T> all);

    /** They cannot be listed now. */
    default void unreadable() {}
}
