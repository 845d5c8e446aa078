package io.kubeipvs.core.model;

/**
 * One backend of a slice. Built by name, from {@link #at}.
 *
 * @param address where it listens
 * @param conditions whether it takes connections
 * @param nodeName the node that it runs on, "" = unknown
 * @param hints the clients that should prefer it
 */
public record Endpoint(Ip address, Conditions conditions, String nodeName, Hints hints) {
    /** A ready backend on an unknown node, without hints. */
    public static Endpoint at(Ip address) {
        return new Endpoint(address, Conditions.READY, "", Hints.NONE);
    }

    /** This backend with other conditions. */
    public Endpoint withConditions(Conditions others) {
        return new Endpoint(address, others, nodeName, hints);
    }

    /** This backend on another node. */
    public Endpoint withNodeName(String other) {
        return new Endpoint(address, conditions, other, hints);
    }

    /** This backend with other hints. */
    public Endpoint withHints(Hints others) {
        return new Endpoint(address, conditions, nodeName, others);
    }
}
