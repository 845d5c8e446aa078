package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Cidr;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which clients may connect to a virtual server, and which source address its real servers see: what the packet filter
 * needs before IPVS sees a packet. It applies to new connections only.
 *
 * @param kind how clients are treated
 * @param inClusterMark the {@link Mark} of the virtual server that in-cluster clients use instead, 0 = none
 * @param sources the ranges of the clients that may connect, no range inside another; empty = all clients may
 */
public record Admission(Kind kind, int inClusterMark, Optional<Set<Cidr>> sources) {
    /** The kinds of admission. In-cluster clients are pods of the cluster and processes of this node. */
    public enum Kind {
        /** A cluster address: pods keep their source address, all other clients get the node's. */
        CLUSTER,
        /** An external address with endpoints on any node: all clients get the node's source address. */
        EXTERNAL,
        /** An external address with endpoints on this node: external clients keep their address, in-cluster clients get the mark. */
        LOCAL,
        /** As {@link #LOCAL}, but this node has no endpoint: external clients are dropped. */
        NO_LOCAL,
        /** Between {@link #EXTERNAL} and the local kinds: in-cluster clients get the mark, all others the node's address. */
        TRANSITION,
        /** No client is served: connections are refused at once. */
        REFUSE,
        /** The port of a load balancer's health check: this program answers, at the node's own address. No virtual server. */
        HEALTH_CHECK;

        /** Its name for people, which is that of its chain in the packet filter. */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** Whether it leads to a virtual server: without one, the node's own port would be open. */
        public boolean needsVirtualServer() {
            return this != REFUSE && this != HEALTH_CHECK;
        }

        /** Whether in-cluster clients use another virtual server. */
        public boolean isSplit() {
            return this == LOCAL || this == NO_LOCAL || this == TRANSITION;
        }
    }

    private static final List<Admission> OF_ALL_CLIENTS = Stream.of(Kind.values())
            .map(kind -> new Admission(kind, 0, Optional.empty()))
            .toList();

    public Admission {
        sources = sources.map(Cidr::outermost);
    }

    /** The admission of all clients, without a mark. One object a kind, because nearly every virtual server has it. */
    public static Admission of(Kind kind) {
        return OF_ALL_CLIENTS.get(kind.ordinal());
    }

    /** The admission of the clients in these ranges, without a mark; empty = of all clients. */
    public static Admission of(Kind kind, Optional<Set<Cidr>> sources) {
        return sources.isEmpty() ? of(kind) : new Admission(kind, 0, sources);
    }

    /** This admission with another kind. */
    public Admission as(Kind other) {
        return new Admission(other, inClusterMark, sources);
    }

    /** This admission without a mark. */
    public Admission unmarked() {
        return of(kind, sources);
    }

    @Override
    public String toString() {
        String mark = inClusterMark == 0 ? "" : " in-cluster-mark=" + Mark.text(inClusterMark);
        String from =
                sources.map(some -> " from=" + some.stream().sorted().toList()).orElse("");
        return kind + mark + from;
    }

    /** As the generated one, and faster: docs/adr/0035. */
    @Override
    public boolean equals(Object other) {
        return other == this
                || other instanceof Admission that
                        && kind == that.kind
                        && inClusterMark == that.inClusterMark
                        && sources.equals(that.sources);
    }
}
