package io.kubeipvs.netlink;

import java.util.Objects;

/**
 * The frame around the requests of a transaction.
 *
 * @param begin may guard the transaction: when it is refused with {@code ERESTART}, what it expected is stale
 */
public record TransactionFrame(Request begin, Request end) {
    public TransactionFrame {
        Objects.requireNonNull(begin);
        Objects.requireNonNull(end);
    }
}
