package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.daemon.kernel.translation.OutcomeOf;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.List;
import java.util.stream.Stream;

/** Makes operations, all in one transaction if the kernel refuses none of them. */
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
        NftResult result;
        try {
            result = transact(FilterChange.of(operations, layout.encoders()));
        } catch (IllegalArgumentException impossible) {
            return operations.size() == 1
                    ? List.of(new Outcome.Refused(
                            Errno.EINVAL.toString(), operations.get(0) + ": " + impossible.getMessage()))
                    : halves(operations);
        }
        return result.on(new OutcomesOf(operations));
    }

    /** Finds the ones that are refused in few transactions, where they are few. */
    private List<Outcome> halves(List<FilterOp> operations) {
        int middle = operations.size() / 2;
        return Stream.of(operations.subList(0, middle), operations.subList(middle, operations.size()))
                .flatMap(half -> apply(half).stream())
                .toList();
    }

    private NftResult transact(List<NftChange> changes) {
        return changes.isEmpty() ? new NftResult.Committed() : client.apply(changes);
    }

    /** The outcomes of one transaction. */
    private final class OutcomesOf implements NftResult.Cases<List<Outcome>> {
        private final List<FilterOp> operations;

        OutcomesOf(List<FilterOp> operations) {
            this.operations = operations;
        }

        @Override
        public List<Outcome> committed(NftResult.Committed result) {
            return all(new Outcome.Applied());
        }

        @Override
        public List<Outcome> refused(NftResult.Refused result) {
            return operations.size() == 1
                    ? List.of(OutcomeOf.refusal(
                            operations.get(0), result.changes().get(0).refusal()))
                    : halves(operations);
        }

        @Override
        public List<Outcome> stale(NftResult.Stale result) {
            return all(new Outcome.Lost("ERESTART"));
        }

        @Override
        public List<Outcome> unknown(NftResult.Unknown result) {
            return all(new Outcome.Lost(result.reason()));
        }

        private List<Outcome> all(Outcome outcome) {
            return operations.stream().map(op -> outcome).toList();
        }
    }
}
