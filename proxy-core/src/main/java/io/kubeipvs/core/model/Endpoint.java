package io.kubeipvs.core.model;

/**
 * One backend of a slice.
 *
 * @param address where it listens
 * @param conditions whether it takes connections
 * @param nodeName the node that it runs on, "" = unknown
 * @param hints the clients that should prefer it
 */
public record Endpoint(Ip address, Conditions conditions, String nodeName, Hints hints) {
    /** A backend without node and hints. */
    public Endpoint(Ip address, boolean ready) {
        this(address, Conditions.ofReady(ready), "", Hints.NONE);
    }
}
