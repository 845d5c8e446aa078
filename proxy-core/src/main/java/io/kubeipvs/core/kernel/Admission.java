package io.kubeipvs.core.kernel;

import io.kubeipvs.core.model.Cidr;
import java.util.Optional;
import java.util.Set;

/**
 * Who may ask a virtual server, and what becomes of the asker's address on the way: what the packet filter must know of
 * it before IPVS sees a packet. New connections only; established ones go on whatever it says.
 *
 * @param kind what it is to its askers
 * @param insideMark the {@link Mark} of the virtual server that askers inside get in its place, 0 = none
 * @param sources those who may ask, all others are dropped, no range inside another; empty = everybody may
 */
public record Admission(Kind kind, int insideMark, Optional<Set<Cidr>> sources) {
    /** The kinds of admission. Askers inside are pods, and processes of this node. */
    public enum Kind {
        /** A cluster address: the node's processes and those who are no pods are seen with the node's address. */
        CLUSTER,
        /** An address for the world outside, with endpoints anywhere: all are seen with the node's address. */
        EXTERNAL,
        /** The same with endpoints on this node for those outside, whose address is kept; those inside have the mark. */
        LOCAL,
        /** The same where this node has no endpoint: those outside are dropped. */
        NO_LOCAL,
        /** On the way between {@link #EXTERNAL} and the local kinds: those inside have the mark, all others as there. */
        TURNING,
        /** Nobody is served, and everybody is told so at once. */
        REFUSE;

        /** Whether those inside get another virtual server. */
        public boolean isSplit() {
            return this == LOCAL || this == NO_LOCAL || this == TURNING;
        }
    }

    public Admission {
        sources = sources.map(Cidr::outermost);
    }

    /** For everybody, and the same for those inside. */
    public static Admission of(Kind kind) {
        return new Admission(kind, 0, Optional.empty());
    }

    /** The same of another kind. */
    public Admission as(Kind other) {
        return new Admission(other, insideMark, sources);
    }

    @Override
    public String toString() {
        String mark = insideMark == 0 ? "" : " inside=" + Mark.text(insideMark);
        String from =
                sources.map(some -> " from=" + some.stream().sorted().toList()).orElse("");
        return kind + mark + from;
    }
}
