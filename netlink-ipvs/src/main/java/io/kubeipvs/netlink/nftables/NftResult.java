package io.kubeipvs.netlink.nftables;

import io.kubeipvs.netlink.Refusal;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The result of changes. They are one transaction, of which all happens or nothing, unless they are too large for one:
 * then {@code done} counts the changes, from the first on, that have happened all the same, and of the next a part may
 * have.
 */
public sealed interface NftResult {
    /** One method a case: adding a case breaks every caller's compilation, as a pattern switch would. */
    interface Cases<R> {
        R committed(Committed result);

        R refused(Refused result);

        R stale(Stale result);

        R unknown(Unknown result);
    }

    <R> R on(Cases<R> cases);

    /** All changes happened. */
    record Committed() implements NftResult {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.committed(this);
        }
    }

    /**
     * No change happened but those done before.
     *
     * @param changes what was refused, at least one; there may be others whose refusal was lost
     * @param done how many changes have happened all the same; 0 unless they were too large for one transaction
     */
    record Refused(List<RefusedChange> changes, int done) implements NftResult {
        public Refused {
            changes = List.copyOf(changes);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.refused(this);
        }

        @Override
        public String toString() {
            return changes.stream().map(RefusedChange::toString).collect(Collectors.joining("; "));
        }
    }

    /** No change happened: another program changed the rule set after the generation that was expected. */
    record Stale() implements NftResult {
        @Override
        public <R> R on(Cases<R> cases) {
            return cases.stale(this);
        }
    }

    /**
     * The changes behind those done happened or not: read back.
     *
     * @param done how many changes have happened for certain
     */
    record Unknown(String reason, int done) implements NftResult {
        public Unknown {
            Objects.requireNonNull(reason);
        }

        @Override
        public <R> R on(Cases<R> cases) {
            return cases.unknown(this);
        }
    }

    /**
     * A change that the kernel refused.
     *
     * @param index among those given; -1 when it was not one of them but the transaction
     * @param change what was refused, of a long list of elements the part; empty when it was the transaction
     * @param element the refused element, if the kernel names it
     */
    record RefusedChange(int index, Optional<NftChange> change, Optional<NftElement> element, Refusal refusal) {
        public RefusedChange {
            Objects.requireNonNull(change);
            Objects.requireNonNull(element);
            Objects.requireNonNull(refusal);
        }

        @Override
        public String toString() {
            String which = element.map(one -> "element " + one + " of ").orElse("");
            String what = change.map(NftChange::toString).orElse("the transaction");
            return which + what + " refused: " + refusal
                    + change.map(c -> Hints.of(c, refusal.errno())).orElse("");
        }
    }
}
