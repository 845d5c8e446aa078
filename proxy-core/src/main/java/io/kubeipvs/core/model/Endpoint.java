package io.kubeipvs.core.model;

import java.util.OptionalInt;

/**
 * One backend of a slice. Built by name, from {@link #at}.
 *
 * @param address where it listens
 * @param conditions whether it takes connections
 * @param nodeName the node that it runs on, "" = unknown
 * @param hints the clients that should prefer it
 * @param weight its share of new connections that its slice chooses; empty = its node's
 * @param pod whether its slice calls it a pod
 */
public record Endpoint(
        Ip address, Conditions conditions, String nodeName, Hints hints, OptionalInt weight, boolean pod) {
    /** A ready backend on an unknown node, without hints, that is not called a pod. */
    public static Endpoint at(Ip address) {
        return new Endpoint(address, Conditions.READY, "", Hints.NONE, OptionalInt.empty(), false);
    }

    /** This backend with other conditions. */
    public Endpoint withConditions(Conditions others) {
        return new Endpoint(address, others, nodeName, hints, weight, pod);
    }

    /** This backend on another node. */
    public Endpoint withNodeName(String other) {
        return new Endpoint(address, conditions, other, hints, weight, pod);
    }

    /** This backend with other hints. */
    public Endpoint withHints(Hints others) {
        return new Endpoint(address, conditions, nodeName, others, weight, pod);
    }

    /** This backend with a weight of its own. */
    public Endpoint withWeight(int other) {
        return new Endpoint(address, conditions, nodeName, hints, OptionalInt.of(other), pod);
    }

    /** This backend, called a pod or not. */
    public Endpoint withPod(boolean isPod) {
        return new Endpoint(address, conditions, nodeName, hints, weight, isPod);
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Endpoint that
                        && pod == that.pod
                        && address.equals(that.address)
                        && conditions.equals(that.conditions)
                        && nodeName.equals(that.nodeName)
                        && hints.equals(that.hints)
                        && weight.equals(that.weight);
    }
}
