package io.kubeipvs.netlink.nftables;

import java.util.Locale;
import java.util.Objects;

/** A change of the rule set by any program: enough to know what to read again. */
public sealed interface NftEvent {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R put(Put event);

        R removed(Removed event);

        R generation(Generation event);

        R lost(Lost event);
    }

    <R> R on(Cases<R> cases);

    /** The object of an event. */
    enum Kind {
        TABLE,
        CHAIN,
        RULE,
        SET,
        ELEMENT;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Something came or changed.
     *
     * @param name of the table, chain or set; of a rule its chain's, of an element its set's
     */
    record Put(Kind kind, NftTable.Key table, String name) implements NftEvent {
        public Put {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(table);
            Objects.requireNonNull(name);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.put(this);
        }
    }

    /**
     * Something went.
     *
     * @param name of the table, chain or set; of a rule its chain's, of an element its set's
     */
    record Removed(Kind kind, NftTable.Key table, String name) implements NftEvent {
        public Removed {
            Objects.requireNonNull(kind);
            Objects.requireNonNull(table);
            Objects.requireNonNull(name);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.removed(this);
        }
    }

    /**
     * The transaction of the events before this is complete.
     *
     * @param id the generation it made
     * @param requester the port id of the socket that requested it, see {@link NftablesClient#portId}
     * @param processId who made it, as its own namespace counts
     * @param processName the first 15 bytes of its name
     */
    record Generation(int id, int requester, int processId, String processName) implements NftEvent {
        public Generation {
            Objects.requireNonNull(processName);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.generation(this);
        }
    }

    /** The kernel had to drop events because they were read too slowly: list again. */
    record Lost() implements NftEvent {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.lost(this);
        }
    }
}
