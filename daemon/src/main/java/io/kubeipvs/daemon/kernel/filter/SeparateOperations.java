package io.kubeipvs.daemon.kernel.filter;

import io.kubeipvs.core.kernel.FilterOp;
import io.kubeipvs.core.kernel.Outcome;
import io.kubeipvs.daemon.kernel.translation.OutcomeOf;
import io.kubeipvs.netlink.Errno;
import io.kubeipvs.netlink.Refusal;
import io.kubeipvs.netlink.nftables.NftChange;
import io.kubeipvs.netlink.nftables.NftResult;
import io.kubeipvs.netlink.nftables.NftablesClient;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes operations of which the kernel refused some. Each has messages of its own in a transaction, and the kernel names
 * every message that it refuses ({@code net/netfilter/nfnetlink.c, nfnetlink_rcv_batch}). The others are sent again without
 * these. The number of transactions is bounded by the number of operations, however many are refused. Used for one list.
 */
final class SeparateOperations {
    /** Operations of one transaction: as many refusals fit into a socket's buffer. */
    static final int TOGETHER = 200;
    /** The second one succeeds, unless an answer was lost or another program changes the sets. */
    static final int MOST_ATTEMPTS = 3;

    private final NftablesClient client;
    private final FilterLayout layout;
    private Optional<Outcome> lost = Optional.empty();

    SeparateOperations(NftablesClient client, FilterLayout layout) {
        this.client = client;
        this.layout = layout;
    }

    /** One outcome for each, in their order. */
    List<Outcome> apply(List<FilterOp> operations) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int from = 0; from < operations.size(); from += TOGETHER) {
            List<FilterOp> part = operations.subList(from, Math.min(from + TOGETHER, operations.size()));
            outcomes.addAll(new Part(part).outcomes());
        }
        return outcomes;
    }

    /** The operations of one transaction. */
    private final class Part implements NftResult.Cases<Boolean> {
        private final List<FilterOp> operations;
        /** By operation; empty where it has its outcome. */
        private final List<List<NftChange>> changes = new ArrayList<>();

        private final List<Outcome> outcomes;
        /** The operation of each sent change. */
        private final List<Integer> sent = new ArrayList<>();

        private Refusal last;

        Part(List<FilterOp> operations) {
            this.operations = operations;
            this.outcomes = new ArrayList<>(Collections.nCopies(operations.size(), null));
        }

        List<Outcome> outcomes() {
            for (int i = 0; i < operations.size(); i++) {
                changes.add(encode(i));
            }
            boolean isOpen = lost.isEmpty();
            for (int attempt = 0; isOpen && attempt < MOST_ATTEMPTS; attempt++) {
                isOpen = !transact().on(this);
            }
            if (isOpen) {
                others(op -> OutcomeOf.refusal(op, last));
            }
            lost.ifPresent(outcome -> others(op -> outcome));
            return outcomes;
        }

        private List<NftChange> encode(int index) {
            FilterOp op = operations.get(index);
            try {
                return FilterChange.of(List.of(op), layout.encoders());
            } catch (IllegalArgumentException impossible) {
                outcomes.set(index, new Outcome.Refused(Errno.EINVAL.toString(), op + ": " + impossible.getMessage()));
                return List.of();
            }
        }

        private NftResult transact() {
            List<NftChange> all = new ArrayList<>();
            sent.clear();
            for (int i = 0; i < operations.size(); i++) {
                all.addAll(changes.get(i));
                sent.addAll(Collections.nCopies(changes.get(i).size(), i));
            }
            return all.isEmpty() ? new NftResult.Committed() : client.apply(all);
        }

        private void others(Function<FilterOp, Outcome> outcome) {
            for (int i = 0; i < operations.size(); i++) {
                if (outcomes.get(i) == null) {
                    outcomes.set(i, outcome.apply(operations.get(i)));
                }
            }
        }

        @Override
        public Boolean committed(NftResult.Committed result) {
            others(op -> new Outcome.Applied());
            return true;
        }

        /** A refusal of the transaction itself names no operation: it is that of all. */
        @Override
        public Boolean refused(NftResult.Refused result) {
            last = result.changes().get(0).refusal();
            boolean isNamed = false;
            for (NftResult.RefusedChange refused : result.changes()) {
                if (refused.index() >= 0) {
                    isNamed = true;
                    int operation = sent.get(refused.index());
                    outcomes.set(operation, OutcomeOf.refusal(operations.get(operation), refused.refusal()));
                    changes.set(operation, List.of());
                }
            }
            if (!isNamed) {
                others(op -> OutcomeOf.refusal(op, last));
            }
            return !isNamed;
        }

        @Override
        public Boolean stale(NftResult.Stale result) {
            lost = Optional.of(new Outcome.Lost("ERESTART"));
            return true;
        }

        /** The next parts are not sent: each would wait for its answer in vain. */
        @Override
        public Boolean unknown(NftResult.Unknown result) {
            lost = Optional.of(new Outcome.Lost(result.reason()));
            return true;
        }
    }
}
