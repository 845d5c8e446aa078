package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.daemon.kernel.translation.OutcomeOf;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** Makes operations, all in one transaction with few messages if the kernel refuses none of them. */
final class FilterOperations {
    private final NftablesClient client;
    private final FilterLayout layout;

    FilterOperations(NftablesClient client, FilterLayout layout) {
        this.client = client;
        this.layout = layout;
    }

    /** One outcome for each, in their order. Those that are refused are not made, and do not hinder the others. */
    List<Outcome> apply(List<FilterOp> operations) {
        if (operations.isEmpty()) {
            return List.of();
        }
        return together(operations)
                .map(outcome -> Collections.nCopies(operations.size(), outcome))
                .orElseGet(() -> new SeparateOperations(client, layout).apply(operations));
    }

    /** The outcome of all; empty when the kernel refused one of several, or cannot express it. */
    private Optional<Outcome> together(List<FilterOp> operations) {
        List<NftChange> changes;
        try {
            changes = FilterChange.of(operations, layout.encoders());
        } catch (IllegalArgumentException impossible) {
            return Optional.empty();
        }
        return changes.isEmpty()
                ? Optional.of(new Outcome.Applied())
                : client.apply(changes).on(new OutcomeOfAll(operations));
    }

    /** The outcome of one transaction. */
    private record OutcomeOfAll(List<FilterOp> operations) implements NftResult.Cases<Optional<Outcome>> {
        @Override
        public Optional<Outcome> committed(NftResult.Committed result) {
            return Optional.of(new Outcome.Applied());
        }

        @Override
        public Optional<Outcome> refused(NftResult.Refused result) {
            return operations.size() > 1
                    ? Optional.empty()
                    : Optional.of(OutcomeOf.refusal(
                            operations.get(0), result.changes().get(0).refusal()));
        }

        @Override
        public Optional<Outcome> stale(NftResult.Stale result) {
            return Optional.of(new Outcome.Lost("ERESTART"));
        }

        @Override
        public Optional<Outcome> unknown(NftResult.Unknown result) {
            return Optional.of(new Outcome.Lost(result.reason()));
        }
    }
}
