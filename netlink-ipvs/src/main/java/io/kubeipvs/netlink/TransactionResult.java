package io.kubeipvs.netlink;

import java.util.List;
import java.util.Objects;

/** The result of a transaction as a whole: all changes, no change, or unknown. */
public sealed interface TransactionResult {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R committed(Committed result);

        R refused(Refused result);

        R stale(Stale result);

        R tooLarge(TooLarge result);

        R unknown(Unknown result);
    }

    <R> R on(Cases<R> cases);

    /** All of it happened. */
    record Committed() implements TransactionResult {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.committed(this);
        }
    }

    /**
     * Nothing of it happened.
     *
     * @param items what was refused, at least one; there may be others whose refusal was lost
     */
    record Refused(List<Item> items) implements TransactionResult {
        /** The thing refused is not one of those given, but the transaction. */
        public static final int WHOLE = -1;

        /** @param index of the refused thing among those given, or {@link #WHOLE} */
        public record Item(int index, Refusal refusal) {
            public Item {
                Objects.requireNonNull(refusal);
            }
        }

        public Refused {
            items = List.copyOf(items);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.refused(this);
        }
    }

    /** Nothing of it happened: what its frame expected holds no more. */
    record Stale() implements TransactionResult {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.stale(this);
        }
    }

    /**
     * Nothing was sent: it is more than one datagram takes.
     *
     * @param fitting how many of the things may fit; 0 = not even the first
     */
    record TooLarge(int fitting) implements TransactionResult {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.tooLarge(this);
        }
    }

    /** All of it happened or nothing: read back what it was about. */
    record Unknown(String reason) implements TransactionResult {
        public Unknown {
            Objects.requireNonNull(reason);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.unknown(this);
        }
    }
}
