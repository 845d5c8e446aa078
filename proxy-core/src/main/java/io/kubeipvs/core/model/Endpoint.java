package io.kubeipvs.core.model;

/**
 * One backend of a slice.
 *
 * @param address where it listens
 * @param conditions whether it wants connections
 * @param nodeName the node that it runs on, "" when that is not said
 * @param hints where it is best used from
 */
public record Endpoint(Ip address, Conditions conditions, String nodeName, Hints hints) {
    /** A backend of which no more is said. */
    public Endpoint(Ip address, boolean ready) {
        this(address, Conditions.ofReady(ready), "", Hints.NONE);
    }
}
