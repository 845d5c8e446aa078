package io.kubeipvs.core.model;

import java.util.OptionalInt;

/**
 * One backend of a slice. Built by name, from {@link #at}.
 *
 * @param address where it listens
 * @param traits everything else
 */
public record Endpoint(Ip address, Traits traits) {
    /**
     * All of an endpoint except its address. The endpoints on one node are mostly alike in it, so they share one in memory.
     *
     * @param conditions whether it takes connections
     * @param nodeName the node that it runs on, "" = unknown
     * @param hints the clients that should prefer it
     * @param weight its share of new connections that its slice chooses; empty = its node's
     * @param pod whether its slice calls it a pod
     */
    public record Traits(Conditions conditions, String nodeName, Hints hints, OptionalInt weight, boolean pod) {
        private static final Traits PLAIN = new Traits(Conditions.READY, "", Hints.NONE, OptionalInt.empty(), false);

        private Traits withConditions(Conditions others) {
            return new Traits(others, nodeName, hints, weight, pod);
        }

        private Traits withNodeName(String other) {
            return new Traits(conditions, other, hints, weight, pod);
        }

        private Traits withHints(Hints others) {
            return new Traits(conditions, nodeName, others, weight, pod);
        }

        private Traits withWeight(OptionalInt other) {
            return new Traits(conditions, nodeName, hints, other, pod);
        }

        private Traits withPod(boolean isPod) {
            return new Traits(conditions, nodeName, hints, weight, isPod);
        }

        /** As the generated one, and faster: docs/adr/0035. */
        @Override
        public boolean equals(Object other) {
            return other == this
                    || other instanceof Traits that
                            && pod == that.pod
                            && conditions.equals(that.conditions)
                            && nodeName.equals(that.nodeName)
                            && hints.equals(that.hints)
                            && weight.equals(that.weight);
        }
    }

    /** A ready backend on an unknown node, without hints, that is not called a pod. */
    public static Endpoint at(Ip address) {
        return new Endpoint(address, Traits.PLAIN);
    }

    /** Whether it takes connections. */
    public Conditions conditions() {
        return traits.conditions();
    }

    /** The node that it runs on, "" = unknown. */
    public String nodeName() {
        return traits.nodeName();
    }

    /** The clients that should prefer it. */
    public Hints hints() {
        return traits.hints();
    }

    /** Its share of new connections that its slice chooses; empty = its node's. */
    public OptionalInt weight() {
        return traits.weight();
    }

    /** Whether its slice calls it a pod. */
    public boolean pod() {
        return traits.pod();
    }

    /** This backend with these traits. */
    public Endpoint withTraits(Traits others) {
        return new Endpoint(address, others);
    }

    /** This backend with other conditions. */
    public Endpoint withConditions(Conditions others) {
        return withTraits(traits.withConditions(others));
    }

    /** This backend on another node. */
    public Endpoint withNodeName(String other) {
        return withTraits(traits.withNodeName(other));
    }

    /** This backend with other hints. */
    public Endpoint withHints(Hints others) {
        return withTraits(traits.withHints(others));
    }

    /** This backend with a weight of its own. */
    public Endpoint withWeight(int other) {
        return withTraits(traits.withWeight(OptionalInt.of(other)));
    }

    /** This backend, called a pod or not. */
    public Endpoint withPod(boolean isPod) {
        return withTraits(traits.withPod(isPod));
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Endpoint that && address.equals(that.address) && traits.equals(that.traits);
    }
}
